using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Export;
using TinyBertPipeline.Export.Onnx;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Writes <c>model.onnx</c> into a bundle.</summary>
public static class ExportRun
{
    /// <summary>Exports the bundle's weights; returns the path of the file.</summary>
    /// <exception cref="Core.InvalidInputException">The weights cannot be read or do not fit the config.</exception>
    public static string Run(Bundle bundle, int opset = 20)
    {
        OnnxExporter.Write(bundle.Config, bundle.LoadWeights(), bundle.OnnxPath, new OnnxExportOptions { Opset = opset, Metadata = Metadata(bundle) });
        return bundle.OnnxPath;
    }

    internal static ExportMetadata Metadata(Bundle bundle) => new() { WeightsSha256 = bundle.WeightsSha256, Scheme = bundle.Labels.Scheme };
}
