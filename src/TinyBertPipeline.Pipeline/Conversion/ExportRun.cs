using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Export;
using TinyBertPipeline.Export.Onnx;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Writes <c>model.onnx</c> into a bundle.</summary>
public static class ExportRun
{
    /// <summary>Exports the bundle's weights, into the bundle unless a path is given; returns the path of the file.</summary>
    /// <exception cref="Core.InvalidInputException">The weights cannot be read or do not fit the config.</exception>
    public static string Run(Bundle bundle, int opset = 20, string? path = null)
    {
        path ??= bundle.OnnxPath;
        var options = new OnnxExportOptions { Opset = opset, Metadata = Metadata(bundle) };
        OnnxExporter.Write(bundle.Task, bundle.Config, bundle.LoadWeights(), path, options);
        return path;
    }

    internal static ExportMetadata Metadata(Bundle bundle) => new() { WeightsSha256 = bundle.WeightsSha256, Settings = bundle.Settings };
}
