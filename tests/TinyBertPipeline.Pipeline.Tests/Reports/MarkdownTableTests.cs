using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline.Tests.Reports;

public sealed class MarkdownTableTests
{
    [Fact]
    public void NumbersAreAlignedRightAndBarsEscaped()
    {
        var table = new MarkdownTable("model", "F1");
        table.Add("a|b", "1.5");
        table.Add("c", "–");
        Assert.Equal("| model | F1 |\n| --- | ---: |\n| a\\|b | 1.5 |\n| c | – |\n", table.ToString());
    }

    [Fact]
    public void ARowOfAnotherLengthIsRefused() => Assert.Throws<ArgumentException>(() => new MarkdownTable("a", "b").Add("1"));
}
