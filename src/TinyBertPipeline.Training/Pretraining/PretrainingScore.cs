using System.Globalization;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Pretraining.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>
/// Perplexity and accuracy of hidden pieces, and accuracy of the next sentence, on text that is held out, always with the same pieces
/// hidden. The value that chooses is the geometric mean of the probabilities of hidden pieces, which is 1/perplexity.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="sequences">The held-out sequences.</param>
/// <param name="masker">Hides their pieces.</param>
/// <param name="vocabulary">Their pieces.</param>
/// <param name="batchPieces">Pieces of a batch at most.</param>
/// <param name="pass">How it computes.</param>
internal sealed class PretrainingScore(
    PretrainingModel model, IPieceSequences sequences, TokenMasker masker, Vocabulary vocabulary, int batchPieces, PassOptions pass)
    : IDevScore
{
    /// <summary>The figure that chooses.</summary>
    public const string Likelihood = "likelihood";

    /// <summary>exp of the mean loss of hidden pieces.</summary>
    public const string Perplexity = "perplexity";

    /// <summary>Share of the hidden pieces that are predicted first.</summary>
    public const string MaskedAccuracy = "maskedAccuracy";

    /// <summary>Share of the pairs that are told rightly.</summary>
    public const string NextSentenceAccuracy = "nextSentenceAccuracy";

    private const int MaskSeed = 20190524;

    public TaskScore Score(CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        var (loss, right, count, told, pairs) = (0.0, 0L, 0L, 0L, 0L);
        foreach (var chunk in Enumerable.Range(0, sequences.Count).Chunk(Math.Max(1, batchPieces / sequences.Length)))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = new PretrainingBatch([[.. chunk.Select(Masked)]]);
            if (batch.StepTargets == 0) continue;
            var inputs = batch.ToTensors(vocabulary.PadId);
            var (pieces, next) = model.forward(inputs.Tokens, inputs.Rows, pass);
            loss += nn.functional.cross_entropy(pieces, inputs.Targets).ToDouble() * batch.StepTargets;
            right += pieces.argmax(-1).eq(inputs.Targets).sum().ToInt64();
            count += batch.StepTargets;
            if (next is null) continue;
            told += next.argmax(-1).eq(inputs.Labels).sum().ToInt64();
            pairs += batch.StepSequences;
        }
        var perplexity = Math.Exp(loss / Math.Max(1, count));
        var details = new Dictionary<string, double> { [Perplexity] = perplexity, [MaskedAccuracy] = (double)right / Math.Max(1, count) };
        if (pairs > 0) details[NextSentenceAccuracy] = (double)told / pairs;
        return new TaskScore(Likelihood, 1 / perplexity, details);
    }

    public string Describe(TaskScore score)
    {
        var masked = string.Create(CultureInfo.InvariantCulture,
            $"dev perplexity {score.Details[Perplexity]:F2}, hidden pieces right {100 * score.Details[MaskedAccuracy]:F1} %");
        return score.Details.TryGetValue(NextSentenceAccuracy, out var next)
            ? string.Create(CultureInfo.InvariantCulture, $"{masked}, next sentence {100 * next:F1} %")
            : masked;
    }

    private MaskedSequence Masked(int index) => masker.Mask(sequences.Sequence(0, index), Draws.For(MaskSeed, 0, 0, index));
}
