using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>
/// The masked-LM loss as libraries compute it: rows padded to the longest, the logits of every position. B batch, T tokens.
/// </summary>
internal sealed class PlainMaskedPieces(PretrainingModel model, Vocabulary vocabulary, PassOptions pass) : ITrainingObjective<PretrainingBatch>
{
    public IReadOnlyList<LossTerm> Loss(PretrainingBatch batch, TrainingStep step)
    {
        var rows = batch.Parts.Single();
        var tokens = TokenTensors.Of(TokenBatch.Pad([.. rows.Select(row => row.Sequence.Ids)], vocabulary.PadId));
        var window = rows.Max(row => row.Sequence.Ids.Length);
        var targets = new long[rows.Count * window];
        Array.Fill(targets, TaskExample.NoLabel);
        foreach (var (index, row) in rows.Index())
        {
            foreach (var (position, target) in row.Positions.Zip(row.Targets)) targets[index * window + position] = target;
        }
        var (pieces, _) = model.forward(tokens, arange(targets.Length, int64), pass);                  // [B·T,V]
        return [new LossTerm("maskedPieces", nn.functional.cross_entropy(pieces, tensor(targets), ignore_index: TaskExample.NoLabel))];
    }

    public int Pieces(PretrainingBatch batch) => batch.Sequences.Sum(sequence => sequence.Sequence.Ids.Length);

    public IEnumerable<string> Sentences(PretrainingBatch batch) => [];
}
