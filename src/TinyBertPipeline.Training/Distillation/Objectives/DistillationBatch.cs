using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>A batch of sequences as tensors, in the caller's dispose scope.</summary>
internal sealed class DistillationBatch
{
    private readonly TextSequence[] _sequences;
    private readonly TokenBatch _batch;

    /// <param name="sequences">The sequences.</param>
    /// <param name="vocabulary">Has the padding piece.</param>
    /// <param name="padTo">Positions at least; 0: those of the longest sequence.</param>
    public DistillationBatch(TextSequence[] sequences, Vocabulary vocabulary, int padTo = 0)
    {
        _sequences = sequences;
        _batch = TokenBatch.Pad(Array.ConvertAll(sequences, sequence => sequence.Ids), vocabulary.PadId, padTo);
        Tensors = BatchTensors.Of(_batch);
    }

    /// <summary>Ids, mask and segments [B,T].</summary>
    public BatchTensors Tensors { get; }

    /// <summary>The gold labels [B,T], <see cref="TextSequence.NoLabel"/> where there is none; null when no sequence has one.</summary>
    public Tensor? Labels()
    {
        if (_sequences.All(sequence => sequence.Labels is null)) return null;
        var labels = new long[_batch.Rows * _batch.Length];
        Array.Fill(labels, TextSequence.NoLabel);
        foreach (var (row, sequence) in _sequences.Index())
        {
            for (var t = 0; t < sequence.Labels?.Length; t++) labels[row * _batch.Length + t] = sequence.Labels[t];
        }
        return tensor(labels, _batch.Rows, _batch.Length);
    }

    /// <summary>Given probabilities as logits [B,T,K] and the positions that have them [B,T].</summary>
    public (Tensor Logits, Tensor Positions) SoftTargets(int labels)
    {
        var (logits, positions) = (new float[_batch.Rows * _batch.Length * labels], new float[_batch.Rows * _batch.Length]);
        foreach (var (row, sequence) in _sequences.Index())
        {
            if (sequence.Targets is not { } targets) continue;
            foreach (var (position, probabilities) in targets.Positions.Zip(targets.Probabilities))
            {
                var at = row * _batch.Length + position;
                positions[at] = 1;
                for (var label = 0; label < labels; label++) logits[at * labels + label] = MathF.Log(MathF.Max(probabilities[label], 1e-30f));
            }
        }
        return (tensor(logits, _batch.Rows, _batch.Length, labels), tensor(positions, _batch.Rows, _batch.Length));
    }
}
