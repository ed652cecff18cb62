using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>Prefers raw text in which the teacher predicts an entity.</summary>
internal sealed class EntityPreference(DistillationModels models, int batchTokens)
{
    /// <summary>
    /// The first windows with a predicted entity until they hold the wished pieces, then the first of the others.
    /// </summary>
    /// <param name="windows">Candidates, best first.</param>
    /// <param name="pieces">Pieces to choose.</param>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<int[]> windows, long pieces)
    {
        using var positions = new PredictedPositions(models.Tokenizer.Vocabulary);
        var hasEntity = new bool[windows.Count];
        foreach (var batch in Batches(windows)) Mark(windows, batch, positions, hasEntity);
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

    private IEnumerable<int[]> Batches(IReadOnlyList<int[]> windows)
    {
        var sorted = Enumerable.Range(0, windows.Count).OrderBy(index => windows[index].Length).ToArray();
        for (int start = 0, end = 0; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && (end + 1 - start) * windows[sorted[end]].Length <= batchTokens) end++;
            yield return sorted[start..end];
        }
    }

    private void Mark(IReadOnlyList<int[]> windows, int[] batch, PredictedPositions positions, bool[] hasEntity)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var inputs = BatchTensors.Of(TokenBatch.Pad(Array.ConvertAll(batch, index => windows[index]), models.Tokenizer.Vocabulary.PadId));
        var predicted = models.Teacher!.forward(inputs.Ids, inputs.Mask, inputs.Types).Logits!.argmax(-1);                  // [B,T]
        var found = predicted.DiffersFrom(models.Labels.IdOf("O")).logical_and(positions.Of(inputs.Ids).to_type(ScalarType.Bool)).any(1).data<bool>();
        for (var row = 0; row < batch.Length; row++) hasEntity[batch[row]] = found[row];
    }
}
