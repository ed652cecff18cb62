using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Training.Checkpoints;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Writes <c>pytorch_model.bin</c> for Python users.</summary>
public static class PyTorchRun
{
    /// <summary>
    /// Exports the bundle's weights; returns the path of the file. A file in the bundle that the weights are read from is not written over: it
    /// may hold other types and tensors that would be lost.
    /// </summary>
    /// <exception cref="InvalidInputException">The weights cannot be read, or the file would be written over its own source.</exception>
    /// <exception cref="EnvironmentException">libtorch does not load, or the file cannot be written.</exception>
    public static string Run(Bundle bundle, string? path = null)
    {
        path ??= Path.Combine(bundle.Folder, BundleFiles.PyTorchWeights);
        if (File.Exists(path) && !File.Exists(Path.Combine(bundle.Folder, BundleFiles.Weights)))
        {
            throw new InvalidInputException(InputKind.Configuration, path,
                "holds the folder's only weights, maybe in other types and with further tensors; write to another file");
        }
        PyTorchExporter.Write(bundle.LoadWeights(), path);
        return path;
    }
}
