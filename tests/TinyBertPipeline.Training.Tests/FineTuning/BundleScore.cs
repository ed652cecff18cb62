using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Engines;

namespace TinyBertPipeline.Training.Tests.FineTuning;

/// <summary>What an evaluation of a written bundle gives: the bundle opened anew, its own settings, no word from the training.</summary>
internal static class BundleScore
{
    public static TaskScore Measure(string folder, string file)
    {
        var bundle = Bundle.Open(folder);
        using var engine = TorchEngine.Load(bundle);
        using var predictor = new TaskPredictor(bundle.Model, engine);
        var data = bundle.Model.Data(bundle.Task.Read(file, new DataOptions()));
        return data.Score(predictor.Predict(data.Items));
    }

    /// <summary>Equal to the last digit, details included.</summary>
    public static void AssertEqual(TaskScore expected, TaskScore actual)
    {
        Assert.Equal(expected.Named("dev"), actual.Named("dev"));
    }
}
