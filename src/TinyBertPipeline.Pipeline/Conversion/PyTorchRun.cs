using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Training.Checkpoints;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Writes <c>pytorch_model.bin</c> for Python users.</summary>
public static class PyTorchRun
{
    /// <summary>
    /// Exports the bundle's weights; returns the path of the file. A file in the bundle that the weights are read from is not written over: it
    /// may hold other types and tensors that would be lost.
    /// </summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="path">The very file to write, whatever it is now.</param>
    /// <param name="overwrite">Whether a file in the bundle may be replaced that this program has not written.</param>
    /// <exception cref="InvalidInputException">
    /// The weights cannot be read, the file would be written over its own source, or the bundle has such a file of another.
    /// </exception>
    /// <exception cref="EnvironmentException">libtorch does not load, or the file cannot be written.</exception>
    public static string Run(Bundle bundle, string? path = null, bool overwrite = false)
    {
        var target = path ?? Path.Combine(bundle.Folder, BundleFiles.PyTorchWeights);
        if (File.Exists(target) && !File.Exists(Path.Combine(bundle.Folder, BundleFiles.Weights)))
        {
            throw new InvalidInputException(InputKind.Configuration, target,
                "holds the folder's only weights, maybe in other types and with further tensors; it is not written over")
            {
                Remedy = new Remedy(RemedyKind.GiveOut),
            };
        }
        if (path is not null)
        {
            PyTorchExporter.Write(bundle.LoadWeights(), path);
            return path;
        }
        using var update = FolderUpdate.Begin(bundle.Folder, overwrite, BundleFiles.PyTorchWeights);
        PyTorchExporter.Write(bundle.LoadWeights(), update.Sub(BundleFiles.PyTorchWeights));
        update.Commit();
        return target;
    }
}
