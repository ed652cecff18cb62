using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>What a distillation keeps in its checkpoints beside weights and moments.</summary>
internal sealed class DistillationState(DistillationOptions options, IReadOnlyDictionary<string, string> inputHashes)
{
    private const string RunKey = "run";
    private const string ScoresKey = "scores";
    private const string SecondsKey = "seconds";
    private const string PrecisionKey = "bfloat16";
    private const string TermsKey = "terms";

    /// <summary>The loss terms since the last score.</summary>
    public required TermMeans Terms { get; init; }

    /// <summary>The scores so far.</summary>
    public List<DistillationScore> Scores { get; } = [];

    /// <summary>Seconds before the process that resumed.</summary>
    public double SecondsBefore { get; private set; }

    /// <summary>Whether the run computes in bfloat16; a measurement that comes out otherwise after an interruption changes nothing.</summary>
    public bool UsesBFloat16 { get; set; }

    /// <summary>The state as it is kept.</summary>
    public KeptState Save(TimeSpan elapsed) => new(
        new JsonObject
        {
            [RunKey] = DistillationIdentity.Of(options, inputHashes),
            [PrecisionKey] = UsesBFloat16,
            [SecondsKey] = SecondsBefore + elapsed.TotalSeconds,
            [TermsKey] = Terms.Save(),
            [ScoresKey] = JsonSerializer.SerializeToNode(Scores, OptionsFile.Json),
        },
        []);

    /// <summary>Refuses a state that another run kept.</summary>
    /// <exception cref="InvalidInputException">Options or inputs differ; the message names them.</exception>
    public void Check(KeptState kept) => RunIdentity.ThrowIfDifferent(kept.Values[RunKey]!.AsObject(), DistillationIdentity.Of(options, inputHashes), options.Out);

    /// <summary>Goes on from a kept state.</summary>
    public void Restore(KeptState kept)
    {
        UsesBFloat16 = kept.Values[PrecisionKey]!.GetValue<bool>();
        SecondsBefore = kept.Values[SecondsKey]!.GetValue<double>();
        Terms.Restore(kept.Values[TermsKey]!.AsObject());
        Scores.Clear();
        Scores.AddRange(kept.Values[ScoresKey].Deserialize<List<DistillationScore>>(OptionsFile.Json)!);
    }
}
