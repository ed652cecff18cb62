using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>Sequences to learn from as tensors, in the caller's dispose scope. B batch, T tokens, R rows of the output, K labels.</summary>
internal sealed class TargetBatch
{
    private const float Smallest = 1e-30f;                  // probability: its logarithm stays finite

    private readonly IReadOnlyList<TaskExample> _examples;
    private readonly int _rows;

    /// <param name="examples">The sequences.</param>
    /// <param name="output">The output whose rows have targets.</param>
    /// <param name="padId">The padding piece.</param>
    public TargetBatch(IReadOnlyList<TaskExample> examples, TaskOutput output, int padId)
    {
        var batch = TokenBatch.Pad([.. examples.Select(example => example.Input)], padId);
        (_examples, _rows, Tokens) = (examples, output.RowsOf(batch.Length), TokenTensors.Of(batch));
    }

    /// <summary>Ids, mask and segments [B,T].</summary>
    public TokenTensors Tokens { get; }

    /// <summary>
    /// The gold labels [B,R], <see cref="TaskExample.NoLabel"/> where there is none; null when no row has one, as a mean over no row is
    /// not a number.
    /// </summary>
    public Tensor? Targets()
    {
        if (!_examples.Any(example => example.Targets?.Any(target => target != TaskExample.NoLabel) == true)) return null;
        var targets = new long[_examples.Count * _rows];
        Array.Fill(targets, TaskExample.NoLabel);
        foreach (var (index, example) in _examples.Index())
        {
            for (var row = 0; row < example.Targets?.Length; row++) targets[index * _rows + row] = example.Targets[row];
        }
        return tensor(targets, _examples.Count, _rows);
    }

    /// <summary>Given probabilities as logits [B,R,K], and 1 at the rows that have them [B,R].</summary>
    public (Tensor Logits, Tensor Rows) SoftTargets(int labels)
    {
        var (logits, rows) = (new float[_examples.Count * _rows * labels], new float[_examples.Count * _rows]);
        foreach (var (index, example) in _examples.Index())
        {
            if (example.Soft is not { } soft) continue;
            foreach (var (row, probabilities) in soft.Rows.Zip(soft.Probabilities))
            {
                var at = index * _rows + row;
                rows[at] = 1;
                for (var label = 0; label < labels; label++)
                    logits[at * labels + label] = MathF.Log(MathF.Max(probabilities[label], Smallest));
            }
        }
        return (tensor(logits, _examples.Count, _rows, labels), tensor(rows, _examples.Count, _rows));
    }

    /// <summary>Word pieces of sequences, padding not counted.</summary>
    public static int Pieces(IEnumerable<TaskExample> examples) => examples.Sum(example => example.Input.Length);

    /// <summary>Sequences in readable form: where they come from, else their pieces.</summary>
    public static IEnumerable<string> Describe(IEnumerable<TaskExample> examples, Func<int, string> piece) =>
        examples.Select(example => example.Source ?? string.Join(' ', example.Input.Ids.Select(piece)));
}
