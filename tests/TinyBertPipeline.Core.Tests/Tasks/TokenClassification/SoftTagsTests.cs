using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class SoftTagsTests : IDisposable
{
    private static readonly LabelSet _labels = LabelSet.FromTypes(["X"]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ColumnsAreReorderedByName()
    {
        var sentence = Assert.Single(Read("""{"words": ["a", "b"], "labels": ["S-X", "O"], "probabilities": [[0.25, 0.75], [1, 0]]}"""));
        Assert.Equal(["a", "b"], sentence.Words);
        Assert.Equal([0.75f, 0, 0, 0, 0.25f], sentence.Probabilities[0]);       // O, B-X, I-X, E-X, S-X
        Assert.Equal([0, 0, 0, 0, 1f], sentence.Probabilities[1]);
    }

    [Fact]
    public void ColumnsOfAnotherSchemeAreConverted()
    {
        // B-X goes on with probability 0.75, so that it is B-X in BIOES as often, else S-X; both names exist in BIOES, too.
        var sentence = Assert.Single(Read(
            """{"words": ["a", "b"], "labels": ["B-X", "I-X", "O"], "probabilities": [[1, 0, 0], [0, 0.75, 0.25]]}"""));
        Assert.Equal([0, 0.75f, 0, 0, 0.25f], sentence.Probabilities[0].Select(value => MathF.Round(value, 5)));
        Assert.Equal([0.25f, 0, 0, 0.75f, 0], sentence.Probabilities[1].Select(value => MathF.Round(value, 5)));
        Assert.Equal([0, 0, 0, 0, 1f], Assert.Single(Read("""{"words": ["a"], "labels": ["O", "U-X"], "probabilities": [[0, 1]]}""")).Probabilities[0]);
    }

    [Theory]
    [InlineData("U-Y", "type Y is unknown; known are X")]
    [InlineData("B-", "'B-' is no label")]
    public void ColumnsThatCannotBeConvertedAreRefused(string label, string reason)
    {
        var fault = Assert.Throws<InvalidInputException>(() => Read($$"""{"words": ["a"], "labels": ["O", "{{label}}"], "probabilities": [[0, 1]]}"""));
        Assert.Equal(1, fault.Line);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BlankLinesArePassedOver() => Assert.Equal(2, Read("""
        {"words": ["a"], "labels": ["O"], "probabilities": [[1]]}

        {"words": ["b"], "labels": ["O"], "probabilities": [[1]]}
        """).Count);

    [Theory]
    [InlineData("no-json.jsonl", 2, "not a line {\"words\"")]
    [InlineData("no-words.jsonl", 1, "expected \"words\"")]
    [InlineData("no-labels.jsonl", 1, "expected \"words\"")]
    [InlineData("rows-and-words-differ.jsonl", 1, "2 words, but 1 rows")]
    [InlineData("row-and-labels-differ.jsonl", 1, "1 probabilities for 2 labels")]
    [InlineData("unknown-label.jsonl", 1, "label 'S-Y' is unknown")]
    [InlineData("label-twice.jsonl", 1, "occurs twice")]
    [InlineData("no-distribution.jsonl", 1, "add up to 0.9")]
    [InlineData("negative.jsonl", 1, "no distribution")]
    public void BrokenFilesAreRefusedWithTheirLine(string file, long line, string reason)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Invalid", "SoftLabels", file);
        var fault = Assert.Throws<InvalidInputException>(() => SoftTags.Read(path).For(_labels).ToList());
        Assert.Equal(line, fault.Line);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    private List<SoftSentence> Read(string text) => [.. SoftTags.Read(_folder.Write("soft.jsonl", text)).For(_labels)];
}
