using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks.TokenClassification;

/// <summary>
/// The positions at which predictions are compared: every piece that does not continue a word (begin with <c>##</c>), raw text included;
/// [CLS], [SEP] and padding are not. What is looked for there is an entity.
/// </summary>
internal sealed class WordBeginnings : IImitatedRows
{
    private readonly Tensor _begins;                        // [V], 1 or 0
    private readonly Tensor _isEntity;                      // [K], bool
    private readonly int _outside;

    public WordBeginnings(ITaskModel model)
    {
        var (vocabulary, labels) = (model.Tokenizer.Vocabulary, ((TaggingModel)model).Labels);
        var begins = vocabulary.Pieces.Select(piece => piece.StartsWith("##", StringComparison.Ordinal) ? 0f : 1f).ToArray();
        foreach (var special in new[] { vocabulary.PadId, vocabulary.ClassifyId, vocabulary.SeparateId }) begins[special] = 0;
        _begins = tensor(begins).DetachFromDisposeScope();
        // A label such as [PAD], which some taggers carry, is no entity.
        _isEntity = tensor(Enumerable.Range(0, labels.Count).Select(labels.IsEntity).ToArray()).DetachFromDisposeScope();
        _outside = labels.IdOf("O");
    }

    public bool TellsFindings => true;

    public Tensor Of(Tensor ids) => _begins.index_select(0, ids.flatten()).view(ids.shape);

    // 1 - p_O
    public Tensor Likelihood(Tensor logits) => nn.functional.softmax(logits, -1).select(-1, _outside).SubtractedFrom(1);

    public Tensor Found(Tensor logits)
    {
        var best = logits.argmax(-1);                                                        // [B,T]
        return _isEntity.index_select(0, best.flatten()).view(best.shape);
    }

    public void Dispose()
    {
        _begins.Dispose();
        _isEntity.Dispose();
    }
}
