using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Export;
using TinyBertPipeline.Export.Onnx;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Writes <c>model.onnx</c> into a bundle.</summary>
public static class ExportRun
{
    /// <summary>Exports the bundle's weights, into the bundle unless a path is given; returns the path of the file.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="opset">The version of ONNX's operators.</param>
    /// <param name="path">The very file to write, whatever it is now.</param>
    /// <param name="overwrite">Whether a <c>model.onnx</c> in the bundle may be replaced that this program has not written.</param>
    /// <exception cref="Core.InvalidInputException">
    /// The weights cannot be read or do not fit the config, or the bundle has a <c>model.onnx</c> of another.
    /// </exception>
    public static string Run(Bundle bundle, int opset = 20, string? path = null, bool overwrite = false)
    {
        var options = new OnnxExportOptions { Opset = opset, Metadata = Metadata(bundle) };
        if (path is not null)
        {
            OnnxExporter.Write(bundle.Task, bundle.Config, bundle.LoadWeights(), path, options);
            return path;
        }
        using var update = FolderUpdate.Begin(bundle.Folder, overwrite, BundleFiles.Onnx);
        OnnxExporter.Write(bundle.Task, bundle.Config, bundle.LoadWeights(), update.Sub(BundleFiles.Onnx), options);
        update.Commit();
        return bundle.OnnxPath;
    }

    internal static ExportMetadata Metadata(Bundle bundle) =>
        new() { WeightsSha256 = bundle.WeightsSha256, ContentSha256 = bundle.ContentSha256, Settings = bundle.Settings };
}
