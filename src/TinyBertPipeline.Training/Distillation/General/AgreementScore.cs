using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.General;

/// <summary>How far a student is from its teacher on text that is held out: 1 where all compared states are the same.</summary>
/// <param name="objective">What is compared.</param>
/// <param name="windows">The text.</param>
/// <param name="rows">Windows of a batch.</param>
internal sealed class AgreementScore(DistillationObjective objective, PackedRows windows, int rows) : IDevScore
{
    private const string Metric = "agreement";

    public TaskScore Score(CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        var (sums, count) = (new TermSums(), 0);
        foreach (var chunk in Enumerable.Range(0, windows.Count).Chunk(rows))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            TaskExample[] batch = [.. chunk.Select(index => new TaskExample(new ModelInput(windows.Sequence(0, index).Ids)))];
            foreach (var term in objective.Loss(batch, new TrainingStep(0, 1, new TrainingTimes())))
                sums.Add(term.Name, term.Weight * batch.Length, term.Value.ToDouble());
            count += batch.Length;
        }
        return new TaskScore(Metric, 1 / (1 + sums.Total / count), sums.Means().ToDictionary());
    }

    public string Describe(TaskScore score) =>
        "held out: " + string.Join(", ", score.Details.Select(Describe));

    private static string Describe(KeyValuePair<string, double> term) =>
        string.Create(CultureInfo.InvariantCulture, $"{term.Key} {term.Value:F4}");
}
