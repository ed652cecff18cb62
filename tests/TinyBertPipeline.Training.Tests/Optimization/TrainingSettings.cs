using System.Text.Json;
using TinyBertPipeline.Training.Optimization;

namespace TinyBertPipeline.Training.Tests.Optimization;

/// <summary>What <c>optim/training-expected.json</c> says.</summary>
internal sealed record TrainingSettings(
    AdamWOptions Options, WarmupLinearSchedule Schedule, double[] Losses, double[] GradientNorms, double[] LearningRates)
{
    public static TrainingSettings Read(JsonElement json)
    {
        double Number(string name) => json.GetProperty(name).GetDouble();
        double[] Column(string name) => [.. json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty(name).GetDouble())];
        return new TrainingSettings(
            new AdamWOptions
            {
                Beta1 = json.GetProperty("betas")[0].GetDouble(),
                Beta2 = json.GetProperty("betas")[1].GetDouble(),
                Epsilon = Number("eps"),
                WeightDecay = Number("weight_decay"),
                MaxGradientNorm = Number("max_gradient_norm"),
            },
            new WarmupLinearSchedule(
                Number("learning_rate_peak"), json.GetProperty("warmup_steps").GetInt64(), json.GetProperty("total_steps").GetInt64()),
            Column("loss"), Column("gradient_norm"), Column("learning_rate"));
    }
}
