using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Tests.Quantization;

public sealed class CalibrationTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Bundle _bundle;

    public CalibrationTextTests() => _bundle = TinyBundle.Create(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Anna B-PER\nBo E-PER\n\nOslo S-LOC\n", true, "2 1")]
    [InlineData("-DOCSTART- -X- O O\n\nAnna NNP B-PER\n\n", true, "1")]
    [InlineData("Anna B\nBo E\n", true, "2")]
    [InlineData("Anna lives in Oslo.\n\nBo, too!\n", false, "5 4")]
    [InlineData("Vitamin B\nis a word\n", false, "2 3")]
    [InlineData("小米粥\n", false, "3")]
    [InlineData("one\n", false, "1")]
    public void LabelledFilesAndTextAreToldApart(string text, bool isLabeled, string words)
    {
        var read = CalibrationText.Read(_folder.Write("file", text), _bundle);
        Assert.Equal(isLabeled, read.Data is not null);
        Assert.Equal(words, string.Join(' ', read.Items.Select(item => item.Rows)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    public void AFileWithoutSentencesIsRefused(string text)
    {
        var path = _folder.Write("file", text);
        Assert.Equal((InputKind.Data, path), Fault(path));
    }

    [Fact]
    public void AMissingFileIsRefused() => Assert.Equal((InputKind.Data, _folder.File("none")), Fault(_folder.File("none")));

    [Fact]
    public void SentencesAreDrawnBySeedAndNoneIsLost()
    {
        var text = CalibrationText.Read(_folder.Write("file", string.Concat(Enumerable.Range(0, 20).Select(i => $"w{i} a b\n"))), _bundle);
        var (drawn, others) = text.Draw(8, seed: 1);
        Assert.Equal((8, 12), (drawn.Items.Count, others.Items.Count));
        Assert.Equal(text.Items.ToHashSet(), drawn.Items.Concat(others.Items).ToHashSet());
        Assert.Equal(drawn.Items, text.Draw(8, seed: 1).Drawn.Items);
        Assert.NotEqual(drawn.Items, text.Draw(8, seed: 2).Drawn.Items);
    }

    private (InputKind Kind, string? File) Fault(string path)
    {
        var error = Assert.Throws<InvalidInputException>(() => CalibrationText.Read(path, _bundle));
        return (error.Kind, error.File);
    }
}
