using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Calibration;

/// <summary>
/// Fits a tagger's confidence and operating points on labelled text and keeps them in its bundle: the temperature in <c>config.json</c>, the
/// points in <c>viterbi_calibration.json</c>.
/// </summary>
public static class CalibrationRun
{
    /// <summary>Fits and keeps; points of other names stay.</summary>
    /// <exception cref="InvalidInputException">The bundle or a file cannot be used, or the model is no tagger.</exception>
    /// <exception cref="EnvironmentException">The engine's native library is missing, or a file cannot be written.</exception>
    public static CalibrationReport Run(
        Bundle bundle, CalibrationOptions options, EngineSettings settings, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        using var engine = OpenedEngine.Open(options.Engine, bundle, settings);
        using var predictor = new TaskPredictor(bundle.Within(engine.Info).Model, engine);
        var dev = Read(options.Data);
        var test = options.Test is null ? null : Read(options.Test);
        var temperature = dev.FitTemperature();
        List<OperatingPointFit> points = [];
        foreach (var goal in options.Points)
        {
            cancellation.ThrowIfCancellationRequested();
            settings.Messages.Note($"fitting {goal}");
            var fit = dev.FitPoint(goal);
            points.Add(fit);
        }
        Keep(bundle, temperature.Temperature,
            [.. points.Where(point => point.IsMet).Select(point => KeyValuePair.Create(point.Goal.ToString(), point.Point))]);
        return new(temperature, [Part("dev", dev), .. test is null ? [] : new[] { Part("test", test) }], points);

        ICalibration Read(string path)
        {
            var file = bundle.Task.Read(path, options.Reading);
            settings.Messages.Note($"{path}: {file.Description}");
            foreach (var warning in file.Warnings) settings.Messages.Warn(warning);
            var data = predictor.Model.Data(file);
            return data.Calibration(predictor.Predict(data.Items, cancellation: cancellation));
        }

        CalibratedPart Part(string name, ICalibration data) => new(name, data.Reliability(1), data.Reliability(temperature.Temperature))
        {
            Scores = [.. points.Select(point => (OperatingPointFit?)point).Prepend(null).Select(point => Score(data, point))],
        };

        static PointScore Score(ICalibration data, OperatingPointFit? point) => new(
            point?.Goal.ToString() ?? "none", data.ScoreAt(point?.Point, CountedUnit.Words), data.ScoreAt(point?.Point, CountedUnit.Entities));
    }

    // Both configs and the points change as a whole; what is the user's stays the user's.
    private static void Keep(Bundle bundle, double temperature, IReadOnlyCollection<KeyValuePair<string, OperatingPoint>> points)
    {
        using var update = FolderUpdate.Begin(bundle.Folder, overwrite: true);
        update.IsEdit = true;
        foreach (var name in new[] { "", BundleFiles.QuantizedIrFolder })
        {
            if (BertConfig.Find(Path.Combine(bundle.Folder, name)) is not { } config) continue;
            var folder = Path.Combine(update.Folder, name);
            AtomicFile.Write(Path.Combine(folder, Path.GetFileName(config)), stream => stream.Write(File.ReadAllBytes(config)));
            BundleSettings.KeepTemperature(folder, temperature);
        }
        if (points.Count > 0) OperatingPointFile.Write(update.Sub(BundleFiles.OperatingPoints), OtherPoints(bundle, points).Concat(points));
        update.Commit();
    }

    private static IEnumerable<KeyValuePair<string, OperatingPoint>> OtherPoints(
        Bundle bundle, IReadOnlyCollection<KeyValuePair<string, OperatingPoint>> points) => !File.Exists(bundle.OperatingPointsPath)
        ? [] : OperatingPointFile.Read(bundle.OperatingPointsPath).Where(other => points.All(point => point.Key != other.Key));
}
