using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

public sealed class LabelListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void LabelsArePartedByCommas() => Assert.Equal(["O", "B-PER", "I-PER"], LabelList.Parse("O,B-PER, I-PER"));

    [Fact]
    public void AFileHasALabelALine() => Assert.Equal(["O", "B-A,B", "I-A,B"], LabelList.Parse(_folder.Write("labels.txt", "O\r\nB-A,B\r\nI-A,B\r\n\r\n")));

    [Fact]
    public void ATextThatIsNeitherIsRefused()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => LabelList.Parse("lables.txt"));
        Assert.Equal(InputKind.Configuration, refusal.Kind);
        Assert.Equal("'lables.txt' is neither a file with a label a line nor labels parted by commas", refusal.Message);
    }

    [Theory]
    [InlineData("O,,B-PER", null)]
    [InlineData("O\n\nB-PER\n", 2L)]
    public void AnEmptyLabelIsRefusedWithItsPlace(string text, long? line)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => LabelList.Parse(line is null ? text : _folder.Write("labels.txt", text)));
        Assert.Equal(line, refusal.Line);
        Assert.EndsWith("label 1 is empty", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
