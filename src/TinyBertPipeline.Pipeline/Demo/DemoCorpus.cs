using System.Security.Cryptography;
using System.Text;

namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>
/// The embedded demo's labelled sentences, made from templates and lists of names (folder <c>data/demo</c>, compiled into this assembly).
/// The first half of every list is for training, a quarter for the dev set and a quarter for the test set; half of the names in dev and
/// test sentences come from their own quarter, so that the tagger never saw them with a label. Raw text has them all.
/// </summary>
internal sealed class DemoCorpus : IDemoCorpus
{
    /// <summary>A grain here, a company there: what a tagger can only tell from the context.</summary>
    public static IReadOnlyList<string> AmbiguousSentences { get; } = ["他早上喝了一碗小米粥。", "小米昨天公布了财报。"];

    /// <summary>SHA-256 of the templates and names.</summary>
    public static string Hash { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', DemoFile.Lines("templates.txt").Concat(DemoFile.Lines("names.txt"))))));

    private readonly DemoTemplate[] _templates = [.. DemoFile.Lines("templates.txt").Select(DemoTemplate.Parse)];
    private readonly ILookup<(string Type, string Language), string> _names = DemoFile.Lines("names.txt")
        .Select(line => line.Split('\t')).ToLookup(columns => (columns[0], columns[1]), columns => columns[2]);

    /// <summary>Draws sentences for one part of the data.</summary>
    /// <param name="part">Which names may occur.</param>
    /// <param name="count">Number of sentences.</param>
    /// <param name="seed">Fixes every draw.</param>
    /// <returns>Lines in the form of a <c>train_data</c> file: <c>word label</c>, a blank line between sentences.</returns>
    public string Draw(DemoPart part, int count, int seed)
    {
        var text = new StringBuilder();
        foreach (var (_, words) in DrawWords(part, seed).Take(count))
        {
            foreach (var (word, label) in words) text.Append(word).Append(' ').Append(label).Append('\n');
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerable<string> DrawTexts(DemoPart part, int count, int seed) =>
        DrawWords(part, seed).Take(count).Select(drawn => string.Join(drawn.Template.Blank, drawn.Words.Select(pair => pair.Word)));

    private IEnumerable<(DemoTemplate Template, List<(string Word, string Label)> Words)> DrawWords(DemoPart part, int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var template = _templates[random.Next(_templates.Length)];
            var words = template.Fill((type, language) => DrawName(part, type, language, random));
            if (!AmbiguousSentences.Contains(string.Concat(words.Select(pair => pair.Word)))) yield return (template, words);
        }
    }

    private string DrawName(DemoPart part, string type, string language, Random random)
    {
        var names = _names[(type, language)].ToArray();
        var (from, to) = DemoFile.Range(names.Length, part, isFresh: part is DemoPart.Dev or DemoPart.Test && random.Next(2) == 0);
        return names[random.Next(from, to)];
    }
}
