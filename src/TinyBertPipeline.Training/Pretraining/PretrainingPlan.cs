using System.Globalization;
using System.Text.Json;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>
/// How many steps a pre-training has; decided at its start and kept beside its checkpoints, so that one that goes on has the same rates.
/// </summary>
/// <param name="ShortSteps">Steps with short sequences.</param>
/// <param name="LongSteps">Steps with sequences of the whole length.</param>
internal sealed record PretrainingPlan(long ShortSteps, long LongSteps)
{
    /// <summary>All steps.</summary>
    public long Steps => ShortSteps + LongSteps;

    /// <summary>Parts steps by the share of short ones.</summary>
    public static PretrainingPlan Of(long steps, double shortShare)
    {
        var shortSteps = (long)(steps * shortShare);
        return new PretrainingPlan(shortSteps, Math.Max(1, steps - shortSteps));
    }

    /// <summary>The plan of the run whose checkpoints are in a folder, or a new one.</summary>
    /// <param name="checkpoints">The folder.</param>
    /// <param name="create">Makes the plan of a new run.</param>
    /// <exception cref="InvalidInputException">The file is none of this version.</exception>
    public static PretrainingPlan Begin(string checkpoints, Func<PretrainingPlan> create)
    {
        var path = Path.Combine(checkpoints, TrainingCheckpoints.PlanName);
        if (File.Exists(path) && Directory.EnumerateDirectories(checkpoints).Any()) return Read(path);
        var plan = create();
        AtomicFile.WriteText(path, JsonSerializer.Serialize(plan, OptionsFile.Json));
        return plan;
    }

    /// <summary>The steps after which the model is scored.</summary>
    public IEnumerable<long> ScoredSteps(int evaluations) =>
        Enumerable.Range(1, evaluations).Select(evaluation => Steps * evaluation / evaluations).Where(step => step > 0).Distinct();

    /// <summary>For people.</summary>
    public string Describe() => ShortSteps == 0
        ? Steps.ToString(CultureInfo.InvariantCulture)
        : FormattableString.Invariant($"{Steps} ({ShortSteps} of them with short sequences)");

    private static PretrainingPlan Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PretrainingPlan>(File.ReadAllText(path), OptionsFile.Json)!;
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(InputKind.Model, path, $"not the plan of a pre-training: {e.Message}", inner: e);
        }
    }
}
