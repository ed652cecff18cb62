using TinyBertPipeline.Core.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>
/// The positions at which predictions are compared: every piece that does not continue a word (begin with <c>##</c>), raw text included;
/// [CLS], [SEP] and padding are not.
/// </summary>
internal sealed class PredictedPositions : IDisposable
{
    private readonly Tensor _begins;      // [V], 1 or 0

    public PredictedPositions(Vocabulary vocabulary)
    {
        var begins = vocabulary.Pieces.Select(piece => piece.StartsWith("##", StringComparison.Ordinal) ? 0f : 1f).ToArray();
        foreach (var special in new[] { vocabulary.PadId, vocabulary.ClassifyId, vocabulary.SeparateId }) begins[special] = 0;
        _begins = tensor(begins).DetachFromDisposeScope();
    }

    /// <summary>1 at the positions that count [B,T].</summary>
    public Tensor Of(Tensor ids) => _begins.index_select(0, ids.flatten()).view(ids.shape);

    public void Dispose() => _begins.Dispose();
}
