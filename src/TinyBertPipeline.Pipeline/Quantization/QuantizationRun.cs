using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>
/// Quantizes a bundle to 8 bits: ranges from one float run over calibration sentences, both models from one plan, and a comparison with the
/// float model that decides whether they are kept.
/// </summary>
public static class QuantizationRun
{
    private const int FewSentences = 50;

    /// <summary>
    /// Quantizes; <see cref="QuantizationReport.ThrowIfMissed"/> tells whether the gate was missed, in which case nothing is written.
    /// </summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="options">How.</param>
    /// <param name="settings">How engines are opened.</param>
    /// <param name="overwrite">Whether files of the bundle may be replaced that this program has not written.</param>
    /// <param name="cancellation">Ends the work; nothing is written then.</param>
    /// <exception cref="InvalidInputException">
    /// The options are wrong, a file or the weights cannot be used, there are no ranges of these weights, or files of another would be
    /// replaced.
    /// </exception>
    /// <exception cref="EnvironmentException">
    /// A native library is missing: ONNX Runtime's, or OpenVINO's where signed activations are asked for.
    /// </exception>
    public static QuantizationReport Run(
        Bundle bundle, QuantizationOptions options, EngineSettings settings, bool overwrite = false, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        var messages = settings.Messages;
        WrittenFiles.ThrowIfForeign(bundle.Folder, QuantizedFiles.Names, overwrite);
        var form = ChooseForm(options.Activations, settings);
        var (calibration, gate) = ReadSentences(bundle, options, messages);
        var weights = bundle.LoadWeights();
        messages.Note(calibration is null ? $"ranges of {bundle.QuantizationPath}" : $"calibration: {calibration.Items.Count} sentences");
        var plan = calibration is null ? ReadPlan(bundle)
            : SiteCalibration.Run(bundle, weights, calibration.Items.SelectMany(item => item.Windows).Select(window => window.Input), calibration.Items.Count, cancellation);

        messages.Note($"comparison with float: {gate.Items.Count} sentences");
        using var scratch = new ScratchFolder();
        var trial = new QuantizationTrial(bundle, weights, gate, form, settings, scratch.Path);
        var rows = trial.Measure(plan, EngineFactory.QuantizedNames);
        if (!(Worst(rows) <= options.RefuseAbove))
        {
            messages.Note($"mean KL {Text(Worst(rows))} is above {Text(options.RefuseAbove)}: looking for the sites that cause it");
            var search = new FloatSiteSearch(
                candidate => Cancellable(() => Worst(trial.Measure(candidate, [EngineFactory.OnnxInt8]))),
                candidate => Cancellable(() => Worst(rows = trial.Measure(candidate, EngineFactory.QuantizedNames))));
            if (search.Run(plan, options.RefuseAbove) is not { } found) return Report([]);
            plan = found;
        }
        if (Worst(rows) > options.WarnAbove)
            messages.Warn($"the quantized model's mean KL is {Text(Worst(rows))}; below {Text(options.WarnAbove)} the score does not suffer");
        return Report(trial.Publish(plan, overwrite));

        QuantizationReport Report(IReadOnlyList<string> files) => new(
            form, plan.Sentences, gate.Items.Count, trial.Rows, trial.Metric, [trial.Reference, .. rows], plan.FloatSites, options.RefuseAbove, files);

        double Cancellable(Func<double> measure)
        {
            cancellation.ThrowIfCancellationRequested();
            return measure();
        }
    }

    /// <summary>The largest divergence; NaN when one is NaN.</summary>
    internal static double Worst(IEnumerable<QuantizedEngine> rows) => rows.Select(row => row.Divergence ?? 0).Aggregate(0.0, Math.Max);

    private static string Text(double divergence) => divergence.ToString("0.0e+0", System.Globalization.CultureInfo.InvariantCulture);

    private static QuantizationPlan ReadPlan(Bundle bundle)
    {
        var plan = QuantizationPlanFile.Read(bundle.QuantizationPath, bundle.Config);
        var isOfBundle = plan.WeightsSha256 == bundle.WeightsSha256 && (plan.ContentSha256 is not { } content || content == bundle.ContentSha256);
        return isOfBundle ? plan : throw new InvalidInputException(InputKind.Model, bundle.QuantizationPath,
            "the ranges are those of other weights, or of another config or tokenizer: calibrate again")
        {
            Remedy = new Remedy(RemedyKind.GiveCalibration, bundle.Folder),
        };
    }

    private static (CalibrationText? Calibration, CalibrationText Gate) ReadSentences(Bundle bundle, QuantizationOptions options, IMessages messages)
    {
        var gate = options.Gate is null ? null : CalibrationText.Read(options.Gate, bundle);
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
        var whole = CalibrationText.Read(options.Calibration, bundle);
        var (drawn, rest) = whole.Draw(options.CalibrationSentences, options.Seed);
        if (gate is null && rest.Items.Count < FewSentences)
        {
            messages.Warn($"{options.Calibration} has {rest.Items.Count} sentences beside those for calibration: compared on these, too "
                + "(no other sentences were named for the comparison)");
            rest = whole;
        }
        return (drawn, Limit(gate ?? rest));

        CalibrationText Limit(CalibrationText text) => text.Draw(options.GateSentences, options.Seed).Drawn;
    }

    // Signed activations cannot be checked without OpenVINO, and ONNX Runtime's result does not speak for them.
    private static IntegerForm ChooseForm(IntegerChoice choice, EngineSettings settings)
    {
        if (choice == IntegerChoice.I8) OpenVinoLibrary.Load(settings.OpenVinoFolder);
        var hasUse = CpuFeatures.Detect().AmxInt8 && OpenVinoLibrary.Search(settings.OpenVinoFolder).Library is not null;
        return choice == IntegerChoice.I8 || (choice == IntegerChoice.Auto && hasUse) ? IntegerForm.I8 : IntegerForm.U8;
    }
}
