using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>
/// Quantizes a bundle to 8 bits: ranges from one float run over calibration sentences, both models from one plan, and a comparison with the
/// float model that decides whether they are kept.
/// </summary>
public static class QuantizationRun
{
    private const int LongestWindow = 512;
    private const int FewSentences = 50;

    /// <summary>
    /// Quantizes; <see cref="QuantizationReport.ThrowIfMissed"/> tells whether the gate was missed, in which case nothing is written.
    /// </summary>
    /// <exception cref="InvalidInputException">
    /// A file or the weights cannot be used, or there are neither calibration sentences nor ranges of these weights.
    /// </exception>
    /// <exception cref="EnvironmentException">
    /// A native library is missing: ONNX Runtime's, or OpenVINO's where signed activations are asked for.
    /// </exception>
    public static QuantizationReport Run(
        Bundle bundle, QuantizationOptions options, EngineChoice choice, Action<string>? note = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CalibrationSentences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.GateSentences, 1);
        var form = ChooseForm(options.Activations, choice.Settings);
        var (calibration, gate) = ReadSentences(bundle, options, choice.Settings.Warn);
        var weights = bundle.LoadWeights();
        note?.Invoke(calibration is null ? $"ranges of {bundle.QuantizationPath}" : $"calibration: {calibration.Sentences.Count} sentences");
        var plan = calibration is null ? ReadPlan(bundle) : Calibrate(bundle, weights, calibration, cancellation);

        note?.Invoke($"comparison with float: {gate.Sentences.Count} sentences");
        using var scratch = new ScratchFolder();
        var trial = new QuantizationTrial(bundle, weights, gate, form, choice, scratch.Path);
        var rows = trial.Measure(plan, EngineName.Quantized);
        if (!(Worst(rows) <= options.RefuseAbove))
        {
            note?.Invoke($"mean KL {Text(Worst(rows))} is above {Text(options.RefuseAbove)}: looking for the sites that cause it");
            var search = new FloatSiteSearch(
                candidate => Cancellable(() => Worst(trial.Measure(candidate, [EngineName.OnnxInt8]))),
                candidate => Cancellable(() => Worst(rows = trial.Measure(candidate, EngineName.Quantized))));
            if (search.Run(plan, options.RefuseAbove) is not { } found) return Report([]);
            plan = found;
        }
        if (Worst(rows) > options.WarnAbove)
            choice.Settings.Warn?.Invoke($"the quantized model's mean KL is {Text(Worst(rows))}; below {Text(options.WarnAbove)} F1 does not suffer");
        return Report(trial.Publish(plan));

        QuantizationReport Report(IReadOnlyList<string> files) => new(
            form, plan.Sentences, gate.Sentences.Count, trial.Words, [trial.Reference, .. rows], plan.FloatSites, options.RefuseAbove, files);

        double Cancellable(Func<double> measure)
        {
            cancellation.ThrowIfCancellationRequested();
            return measure();
        }
    }

    /// <summary>The largest divergence; NaN when one is NaN.</summary>
    internal static double Worst(IEnumerable<QuantizedEngine> rows) => rows.Select(row => row.Divergence ?? 0).Aggregate(0.0, Math.Max);

    private static string Text(double divergence) => divergence.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static QuantizationPlan Calibrate(Bundle bundle, BertWeights weights, CalibrationText text, CancellationToken cancellation)
    {
        var encoder = new SentenceEncoder(bundle.Tokenizer, Math.Min(bundle.Config.MaxPositions, LongestWindow));
        var windows = text.Sentences.SelectMany(sentence => encoder.Encode(sentence.Words)).Select(window => window.Ids);
        return SiteCalibration.Run(bundle, weights, windows, text.Sentences.Count, cancellation);
    }

    private static QuantizationPlan ReadPlan(Bundle bundle)
    {
        var plan = QuantizationPlanFile.Read(bundle.QuantizationPath, bundle.Config);
        return plan.WeightsSha256 == bundle.WeightsSha256 ? plan : throw new InvalidInputException(InputKind.Model, bundle.QuantizationPath,
            "the ranges are those of other weights: calibrate again")
        {
            Remedy = new Remedy(RemedyKind.GiveCalibration, bundle.Folder),
        };
    }

    private static (CalibrationText? Calibration, CalibrationText Gate) ReadSentences(
        Bundle bundle, QuantizationOptions options, Action<string>? warn)
    {
        var gate = options.Gate is null ? null : Read(options.Gate);
        if (options.Calibration is null)
        {
            return gate is null
                ? throw new InvalidInputException(InputKind.Configuration, null,
                    "there are neither sentences to calibrate on nor sentences to compare the bundle's own ranges with float on")
                {
                    Remedy = new Remedy(RemedyKind.GiveCalibration, bundle.Folder),
                }
                : (null, Limit(gate));
        }
        var (drawn, rest) = Read(options.Calibration).Draw(options.CalibrationSentences, options.Seed);
        if (gate is null && rest.Sentences.Count < FewSentences)
        {
            warn?.Invoke($"{options.Calibration} has {rest.Sentences.Count} sentences beside those for calibration: compared on these, too "
                + "(no other sentences were named for the comparison)");
            rest = rest with { Sentences = [.. rest.Sentences, .. drawn.Sentences] };
        }
        return (drawn, Limit(gate ?? rest));

        CalibrationText Read(string path) => CalibrationText.Read(path, bundle.Tokenizer);
        CalibrationText Limit(CalibrationText text) => text.Draw(options.GateSentences, options.Seed).Drawn;
    }

    // Signed activations cannot be checked without OpenVINO, and ONNX Runtime's result does not speak for them.
    private static ActivationForm ChooseForm(ActivationChoice choice, EngineSettings settings)
    {
        if (choice == ActivationChoice.I8) OpenVinoLibrary.Load(settings.OpenVinoFolder);
        var hasUse = CpuFeatures.Detect().AmxInt8 && OpenVinoLibrary.Search(settings.OpenVinoFolder).Library is not null;
        return choice == ActivationChoice.I8 || (choice == ActivationChoice.Auto && hasUse) ? ActivationForm.I8 : ActivationForm.U8;
    }
}
