using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Text;

namespace TinyBertPipeline.Training.Tests.Distillation.Text;

public sealed class RawWindowsTests : IDisposable
{
    private static readonly Vocabulary _vocabulary = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "[", "]", "sep"]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ParagraphsBecomeWindowsInTheirOrder() =>
        Assert.Equal(["2 5 6 3", "2 7 5 3", "2 6 3"], Windows("a b c a\n\nb\n", window: 4));

    [Fact]
    public void AControlPieceInATextIsText() => Assert.Equal(["2 5 8 10 9 6 3"], Windows("a [SEP] b\n", window: 9));

    [Fact]
    public void WhatIsMostLikeTheTrainingTextIsChosen()
    {
        var windows = Create("a a a\nc c c\na b a\n", window: 9).ChooseLike([[2, 5, 5, 3]], pieces: 5);
        Assert.Equal(["2 5 5 5 3"], windows.InOrder().Select(Shown));
    }

    private string[] Windows(string text, int window) => [.. Create(text, window).Read().Select(Shown)];

    private RawWindows Create(string text, int window) =>
        new([_folder.Write("raw.txt", text)], new BertTokenizer(_vocabulary, new TokenizerOptions()), window);

    private static string Shown(int[] window) => string.Join(' ', window);
}
