using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Conversion;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>The files of a quantized bundle: the ONNX model, the folder <c>int8</c>, and the plan.</summary>
internal static class QuantizedFiles
{
    /// <summary>The files of a bundle that <see cref="Publish"/> writes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        BundleFiles.QuantizedOnnx, Int8(BundleFiles.Config), Int8(BundleFiles.Ir), Int8(Path.ChangeExtension(BundleFiles.Ir, ".bin")),
        .. BundleFiles.Tokenizer.Select(Int8), BundleFiles.Quantization,
    ];

    /// <summary>Writes config and tokenizer of a bundle into another folder, which then is a bundle without weights.</summary>
    public static Bundle CreateCompanion(Bundle bundle, string folder)
    {
        WriteTexts(bundle, folder);
        return Bundle.Open(folder);
    }

    /// <summary>Writes the quantized model that an engine takes into the target's folder.</summary>
    /// <param name="engine">One of <see cref="EngineFactory.QuantizedNames"/>.</param>
    /// <param name="bundle">Where the weights come from.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="plan">Their plan.</param>
    /// <param name="form">The form of the IR's activations.</param>
    /// <param name="target">The bundle in whose place the model goes.</param>
    public static void WriteModel(
        string engine, Bundle bundle, BertWeights weights, QuantizationPlan plan, IntegerForm form, Bundle target)
    {
        var metadata = ExportRun.Metadata(bundle);
        if (engine == EngineFactory.OnnxInt8)
        {
            var options = new OnnxExportOptions { Quantization = plan, Metadata = metadata };
            OnnxExporter.Write(bundle.Task, bundle.Config, weights, target.QuantizedOnnxPath, options);
        }
        else
        {
            var options = new IrExportOptions { Quantization = plan, Activations = form, Metadata = metadata };
            OpenVinoIrExporter.Write(bundle.Task, bundle.Config, weights, target.QuantizedIrPath, options);
        }
    }

    /// <summary>Copies models that were measured into a bundle, with their plan, as a whole. Gives the paths.</summary>
    /// <exception cref="Core.InvalidInputException">Files would be replaced that are not ours; nothing was changed.</exception>
    public static IReadOnlyList<string> Publish(Bundle measured, QuantizationPlan plan, Bundle bundle, bool overwrite)
    {
        using var update = FolderUpdate.Begin(bundle.Folder, overwrite);
        WriteTexts(bundle, update.Sub(BundleFiles.QuantizedIrFolder));
        foreach (var name in BundleFiles.Tokenizer) update.Remove(Int8(name));
        Copy(measured.QuantizedOnnxPath, update.Sub(BundleFiles.QuantizedOnnx));
        Copy(Constants(measured), update.Sub(Int8(Path.GetFileName(Constants(bundle)))));
        Copy(measured.QuantizedIrPath, update.Sub(Int8(BundleFiles.Ir)));
        QuantizationPlanFile.Write(update.Sub(BundleFiles.Quantization), plan);
        update.Commit();
        return [bundle.QuantizedOnnxPath, bundle.QuantizedIrPath, Constants(bundle), bundle.QuantizationPath];
    }

    /// <summary>Bytes of the quantized model that an engine takes, an IR's graph and weights together.</summary>
    public static long Size(string engine, Bundle bundle) => engine == EngineFactory.OnnxInt8
        ? new FileInfo(bundle.QuantizedOnnxPath).Length
        : new FileInfo(bundle.QuantizedIrPath).Length + new FileInfo(Constants(bundle)).Length;

    private static void WriteTexts(Bundle bundle, string folder)
    {
        bundle.Settings.ApplyTo(bundle.Config).Save(folder, bundle.Task.Architecture);      // as it is used: with labels that were given
        foreach (var file in BundleFiles.Tokenizer.Where(file => File.Exists(Path.Combine(bundle.Folder, file))))
            Copy(Path.Combine(bundle.Folder, file), Path.Combine(folder, file));
    }

    private static string Int8(string name) => $"{BundleFiles.QuantizedIrFolder}/{name}";

    private static string Constants(Bundle bundle) => Path.ChangeExtension(bundle.QuantizedIrPath, ".bin");

    private static void Copy(string from, string to) => AtomicFile.Write(to, stream =>
    {
        using var source = File.OpenRead(from);
        source.CopyTo(stream);
    });
}
