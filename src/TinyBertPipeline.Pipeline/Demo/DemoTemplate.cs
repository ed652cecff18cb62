namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>A sentence with slots such as <c>{PER}</c>; English words are parted by blanks, Chinese is cut into characters.</summary>
internal sealed record DemoTemplate(string Language, string Text)
{
    private const string Chinese = "zh";

    public static DemoTemplate Parse(string line)
    {
        var columns = line.Split('\t');
        return new DemoTemplate(columns[0], columns[1]);
    }

    /// <summary>What stands between the words of a text.</summary>
    public string Blank => Language == Chinese ? "" : " ";

    /// <summary>The sentence with every slot filled by a name, as words with BIOES labels.</summary>
    public List<(string Word, string Label)> Fill(Func<string, string, string> drawName)
    {
        var words = new List<(string Word, string Label)>();
        for (var rest = Text.AsSpan(); rest.Length > 0;)
        {
            var open = rest.IndexOf('{');
            var plain = open < 0 ? rest : rest[..open];
            foreach (var word in Cut(plain.ToString())) words.Add((word, "O"));
            if (open < 0) break;
            var close = rest.IndexOf('}');
            var type = rest[(open + 1)..close].ToString();
            AddEntity(words, Cut(drawName(type, Language)), type);
            rest = rest[(close + 1)..];
        }
        return words;
    }

    private string[] Cut(string text) => Language == Chinese
        ? [.. text.Select(character => character.ToString())]
        : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AddEntity(List<(string Word, string Label)> words, string[] name, string type)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var prefix = name.Length == 1 ? 'S' : i == 0 ? 'B' : i == name.Length - 1 ? 'E' : 'I';
            words.Add((name[i], $"{prefix}-{type}"));
        }
    }
}
