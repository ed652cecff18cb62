using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>Prefers raw text in which the teacher finds something.</summary>
/// <param name="teacher">The teacher.</param>
/// <param name="rows">Tells what it finds in which rows.</param>
/// <param name="padId">The padding piece.</param>
/// <param name="batchPieces">Pieces of a batch at most, padding included.</param>
internal sealed class EntityPreference(BertTaskModel teacher, IImitatedRows rows, int padId, int batchPieces)
{
    /// <summary>
    /// The first windows with something found until they hold the wished pieces, then the first of the others.
    /// </summary>
    /// <param name="windows">Candidates, best first.</param>
    /// <param name="pieces">Pieces to choose.</param>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<int[]> windows, long pieces)
    {
        var hasEntity = new bool[windows.Count];
        foreach (var batch in LengthBuckets.Group(Enumerable.Range(0, windows.Count), index => windows[index].Length, batchPieces))
            Mark(windows, batch, hasEntity);
        var chosen = new List<int[]>();
        var held = 0L;
        foreach (var index in Enumerable.Range(0, windows.Count).OrderByDescending(index => hasEntity[index]))
        {
            if (held >= pieces) break;
            chosen.Add(windows[index]);
            held += windows[index].Length;
        }
        return chosen;
    }

    private void Mark(IReadOnlyList<int[]> windows, int[] batch, bool[] hasEntity)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var tokens = TokenTensors.Of(TokenBatch.Pad(Array.ConvertAll(batch, index => windows[index]), padId));
        var found = rows.Found(teacher.forward(tokens).Logits!);                                             // [B,R]
        var any = found.logical_and(rows.Of(tokens.Ids).to_type(ScalarType.Bool)).any(1).data<bool>();       // [B]
        for (var row = 0; row < batch.Length; row++) hasEntity[batch[row]] = any[row];
    }
}
