using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Tasks.TokenClassification;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Tasks.TokenClassification;

public sealed class WordBeginningsTests : IDisposable
{
    private static readonly Vocabulary _vocabulary = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "c"]);

    private readonly WordBeginnings _rows = new(TinyModels.Tagging.Bind(
        TinyModels.Config with { VocabularySize = 8, Labels = ["B-X", "O", "[PAD]", "I-X"] },
        new BertTokenizer(_vocabulary, new TokenizerOptions()),
        new BundleSettings()));

    public void Dispose() => _rows.Dispose();

    [Fact]
    public void PiecesThatBeginAWordCount()
    {
        using var scope = NewDisposeScope();
        var rows = _rows.Of(tensor(new long[] { 2, 5, 6, 1, 3, 0 }).view(1, 6));            // [CLS] a ##b [UNK] [SEP] [PAD]
        Assert.Equal([0, 1, 0, 1, 0, 0], rows.data<float>().ToArray());
    }

    [Fact]
    public void AnEntityIsFoundWhereItsLabelIsTheBestWhichALabelForSpecialPositionsIsNot()
    {
        using var scope = NewDisposeScope();
        var logits = eye(4).view(1, 4, 4);                  // each position has another label as its best
        Assert.Equal([true, false, false, true], _rows.Found(logits).data<bool>().ToArray());
    }

    [Fact]
    public void TheLikelihoodOfAnEntityIsWhatOutsideLeaves()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0.1f, 0.7f, 0.05f, 0.15f }).log().view(1, 1, 4);
        Assert.Equal(0.3f, _rows.Likelihood(logits).ToSingle(), 1e-6f);
    }
}
