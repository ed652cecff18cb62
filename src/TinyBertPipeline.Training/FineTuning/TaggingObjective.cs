using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Mean cross-entropy of the gold labels at the first pieces of words.</summary>
/// <param name="model">The tagger.</param>
/// <param name="dropout">How values are dropped, or null for none.</param>
/// <param name="padTo">The least length of a batch; 0 pads to its longest sequence only.</param>
internal sealed class TaggingObjective(BertTaggerModel model, IDropout? dropout, int padTo = 0) : ITrainingObjective<TaggingWindow[]>
{
    public IReadOnlyList<LossTerm> Loss(TaggingWindow[] batch, TrainingStep step)
    {
        var (tokens, targets) = step.Times.Measure("data", () => Prepare(batch));
        // Cross-entropy of no label at all is not a number.
        if (Array.TrueForAll(targets, target => target == TaggingWindow.NoLabel)) return [];
        var states = model.forward(Matrix(tokens.InputIds), Matrix(tokens.AttentionMask), Matrix(tokens.TokenTypeIds), dropout: dropout);
        var loss = nn.functional.cross_entropy(states.Logits!.flatten(0, 1), tensor(targets), ignore_index: TaggingWindow.NoLabel);
        return [new LossTerm("labels", loss)];

        Tensor Matrix(long[] values) => tensor(values, tokens.Rows, tokens.Length);
    }

    public int Pieces(TaggingWindow[] batch) => batch.Sum(window => window.Ids.Length);

    public IEnumerable<string> Sentences(TaggingWindow[] batch) => batch.Select(window =>
        string.Create(CultureInfo.InvariantCulture, $"line {window.Sentence.Line}: {string.Join(' ', window.Sentence.Words)}"));

    private (TokenBatch Tokens, long[] Targets) Prepare(TaggingWindow[] batch)
    {
        var tokens = TokenBatch.Pad(Array.ConvertAll(batch, window => window.Ids), model.Config.PadId, padTo);
        return (tokens, Targets(batch, tokens.Length));
    }

    private static long[] Targets(TaggingWindow[] batch, int length)
    {
        var targets = new long[batch.Length * length];
        Array.Fill(targets, TaggingWindow.NoLabel);
        for (var row = 0; row < batch.Length; row++) batch[row].LabelIds.CopyTo(targets, row * length);
        return targets;
    }
}
