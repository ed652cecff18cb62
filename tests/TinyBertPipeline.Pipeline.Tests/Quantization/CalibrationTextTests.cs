using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Tests.Quantization;

public sealed class CalibrationTextTests : IDisposable
{
    private static readonly BertTokenizer _tokenizer = new(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"]), new TokenizerOptions());

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Anna B-PER\nBo E-PER\n\nOslo S-LOC\n", true, "Anna Bo|Oslo")]
    [InlineData("-DOCSTART- -X- O O\n\nAnna NNP B-PER\n\n", true, "Anna")]
    [InlineData("x B\ny E\n", true, "x y")]
    [InlineData("Anna lives in Oslo.\n\nBo, too!\n", false, "Anna lives in Oslo .|Bo , too !")]
    [InlineData("Vitamin B\nis a word\n", false, "Vitamin B|is a word")]
    [InlineData("小米粥\n", false, "小 米 粥")]
    [InlineData("one\n", false, "one")]
    public void LabelledFilesAndTextAreToldApart(string text, bool isLabeled, string expected)
    {
        var read = CalibrationText.Read(_folder.Write("file", text), _tokenizer);
        Assert.Equal(isLabeled, read.IsLabeled);
        Assert.Equal(expected, string.Join('|', read.Sentences.Select(sentence => string.Join(' ', sentence.Words))));
        Assert.All(read.Sentences, sentence => Assert.Equal(isLabeled ? sentence.Words.Length : 0, sentence.Labels.Length));
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
        var text = CalibrationText.Read(_folder.Write("file", string.Concat(Enumerable.Range(0, 20).Select(i => $"w{i} a b\n"))), _tokenizer);
        var (drawn, others) = text.Draw(8, seed: 1);
        Assert.Equal((8, 12), (drawn.Sentences.Count, others.Sentences.Count));
        Assert.Equal(text.Sentences.Select(sentence => sentence.Line), drawn.Sentences.Concat(others.Sentences).Select(sentence => sentence.Line).Order());
        Assert.Equal(drawn.Sentences, text.Draw(8, seed: 1).Drawn.Sentences);
        Assert.NotEqual(drawn.Sentences, text.Draw(8, seed: 2).Drawn.Sentences);
    }

    private static (InputKind Kind, string? File) Fault(string path)
    {
        var error = Assert.Throws<InvalidInputException>(() => CalibrationText.Read(path, _tokenizer));
        return (error.Kind, error.File);
    }
}
