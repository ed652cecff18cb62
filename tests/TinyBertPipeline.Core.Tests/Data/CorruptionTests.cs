using System.Globalization;
using System.Text;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

/// <summary>A good file with one place damaged: the place is named in a fault, or what was left out there is counted. Never silence.</summary>
public sealed class CorruptionTests : IDisposable
{
    private const int Sentences = 12, Words = 5;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void EachOfAThousandCorruptionsOfColumnsIsNamedByItsLine()
    {
        var random = new Random(11);
        for (var i = 0; i < 1000; i++)
        {
            var lines = ColumnsFile(isTabbed: random.Next(2) == 0);
            var line = random.Next(Sentences) * (Words + 1) + random.Next(Words);
            lines[line] = Damage(lines[line], random);
            AssertNamed(lines, line + 1);
        }
    }

    [Theory]
    [InlineData("{\"tokens\":[\"a\"],\"ner_tags\":[\"O\",\"O\"]}")]
    [InlineData("{\"tokens\":[\"a\",\"\"],\"ner_tags\":[\"O\",\"O\"]}")]
    [InlineData("{\"tokens\":[\"a\"],\"ner_tags\":[7]}")]
    [InlineData("{\"tokens\":[\"a\"],\"ner_tags\":[\"?\"]}")]
    [InlineData("{\"tokens\":[\"a\"]}")]
    [InlineData("{\"tokens\":[\"a\"],\"ner_tags\":[\"O\"")]
    [InlineData("{\"text\":\"Oslo\",\"spans\":[{\"start\":1,\"end\":4,\"label\":\"X\"}]}")]
    [InlineData("a O")]
    [InlineData("null")]
    public void EachCorruptionOfJsonLinesIsNamedByItsLine(string damaged)
    {
        for (var line = 0; line < 6; line++)
        {
            var lines = Enumerable.Repeat("{\"tokens\":[\"Anna\",\"ran\"],\"ner_tags\":[\"B-PER\",\"O\"]}", 6).ToList();
            lines[line] = damaged;
            // The first line tells what the file is: where it is no JSON, another reader names it.
            if (line > 0 || damaged[0] == '{') AssertNamed(lines, line + 1);
        }
    }

    [Theory]
    [InlineData("0,Anna")]
    [InlineData("0,Anna,B-PER,O")]
    [InlineData("0,An\"na,O")]
    [InlineData("0,\"Anna,O")]
    [InlineData("0,\"Anna\"x,O")]
    [InlineData("0,,O")]
    [InlineData("0,Anna,")]
    [InlineData("0,Anna,?")]
    public void EachCorruptionOfTablesIsNamedByItsLine(string damaged)
    {
        for (var line = 1; line < 6; line++)
        {
            List<string> lines = ["sentence_id,word,label", .. Enumerable.Range(0, 5).Select(i => $"{i / 2},Anna,B-PER")];
            lines[line] = damaged;
            AssertNamed(lines, line + 1);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> ColumnsFile(bool isTabbed)
    {
        var lines = new List<string>();
        for (var sentence = 0; sentence < Sentences; sentence++)
        {
            for (var word = 0; word < Words; word++)
                lines.Add($"word{sentence}{word}{(isTabbed ? '\t' : ' ')}{(word switch { 1 => "B-PER", 2 => "I-PER", 4 => "B-LOC", _ => "O" })}");
            lines.Add("");
        }
        return lines;
    }

    private static string Damage(string line, Random random)
    {
        var parting = line.IndexOfAny(['\t', ' ']);
        var (word, label) = (line[..parting], line[(parting + 1)..]);
        return random.Next(12) switch
        {
            0 => word,                                          // no label
            1 => $"{line[parting]}{label}",                     // no word
            2 => $"{word}{line[parting]}",                      // the parting stays, the label is gone
            3 => $"{word[..2]} {word[2..]} {label}",            // a space in the word of a line without tabs
            4 => $"{word}{line[parting]}{label}{line[parting]}O",
            5 => $"{word}{line[parting]}?{label}",
            6 => $"{word}{line[parting]}B-",
            7 => $"{word[..3]}\u0000{line[3..]}",
            8 => $"{word[..3]}\r{line[3..]}",
            9 => "\u200B\uFEFF",                                // nothing to be seen
            10 => $"{word[..3]}\uD800{line[3..]}",              // written as the byte 0xFF
            _ => $"{word}{line[parting]}X-{label}",
        };
    }

    private void AssertNamed(List<string> lines, int line)
    {
        var text = string.Join('\n', lines) + "\n";
        var bytes = text.Split('\uD800').Select(Encoding.UTF8.GetBytes).Aggregate((before, after) => [.. before, 0xFF, .. after]);
        File.WriteAllBytes(_folder.File("damaged"), bytes);
        LabeledData data;
        try
        {
            data = LabeledData.Read(_folder.File("damaged"));
        }
        catch (InvalidInputException e)
        {
            Assert.True(e.Line == line, $"line {line} is damaged, but: {e.Message}\n{lines[line - 1]}");
            return;
        }
        var place = string.Create(CultureInfo.InvariantCulture, $"in line {line}");
        Assert.True(data.Notes.Any(note => note.Text.EndsWith(place, StringComparison.Ordinal)), $"nothing said of line {line}: {lines[line - 1]}");
    }
}
