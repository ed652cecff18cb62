using System.Security.Cryptography;
using System.Text;

namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>
/// Opinions on products with the labels positive, negative and neutral, made from templates and lists of words (<c>data/demo/opinions.txt</c>,
/// compiled into this assembly). Negations and turns ("not bad at all", "good at first, but") keep single words from deciding, and half of the
/// things and persons of dev and test sentences occur in no training sentence.
/// </summary>
internal sealed class OpinionCorpus : IDemoCorpus
{
    /// <summary>SHA-256 of the templates and words.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', DemoFile.Lines("opinions.txt")))));

    private readonly (string Label, string Text)[] _templates;
    private readonly ILookup<string, string> _words;
    private readonly ILookup<string, string> _closed;

    public OpinionCorpus()
    {
        var lines = DemoFile.Lines("opinions.txt").Select(line => line.Split('\t')).ToArray();
        _templates = [.. lines.Where(line => line[0] == "template").Select(line => (line[1], line[2]))];
        _words = lines.Where(line => line[0] == "word").ToLookup(line => line[1], line => line[2]);
        _closed = lines.Where(line => line[0] == "closed").ToLookup(line => line[1], line => line[2]);
    }

    public string Draw(DemoPart part, int count, int seed)
    {
        var text = new StringBuilder("text,label\n");
        foreach (var (label, opinion) in DrawOpinions(part, seed).Take(count)) text.Append('"').Append(opinion).Append("\",").Append(label).Append('\n');
        return text.ToString();
    }

    public IEnumerable<string> DrawTexts(DemoPart part, int count, int seed) => DrawOpinions(part, seed).Take(count).Select(drawn => drawn.Text);

    private IEnumerable<(string Label, string Text)> DrawOpinions(DemoPart part, int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var (label, template) = _templates[random.Next(_templates.Length)];
            yield return (label, Fill(template, part, random));
        }
    }

    private string Fill(string template, DemoPart part, Random random)
    {
        var text = new StringBuilder();
        for (var rest = template.AsSpan(); rest.Length > 0;)
        {
            var open = rest.IndexOf('{');
            text.Append(open < 0 ? rest : rest[..open]);
            if (open < 0) break;
            var close = rest.IndexOf('}');
            text.Append(DrawWord(rest[(open + 1)..close].ToString(), part, random));
            rest = rest[(close + 1)..];
        }
        return text.ToString();
    }

    private string DrawWord(string list, DemoPart part, Random random)
    {
        if (_closed[list].ToArray() is { Length: > 0 } all) return all[random.Next(all.Length)];
        var words = _words[list].ToArray();
        var (from, to) = DemoFile.Range(words.Length, part, isFresh: part is DemoPart.Dev or DemoPart.Test && random.Next(2) == 0);
        return words[random.Next(from, to)];
    }
}
