using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>The folder that a training writes its bundle into: only what is its own to replace may stand in the way.</summary>
internal static class BundleFolder
{
    /// <summary>Refuses a folder whose files the run may not replace; to be called before the work.</summary>
    /// <param name="folder">The folder; it may be absent.</param>
    /// <param name="names">The files that the run will write.</param>
    /// <param name="identity">What the run is known by.</param>
    /// <param name="allowed">What it may replace.</param>
    /// <exception cref="InvalidInputException">
    /// It holds files of these names that are not ours, a bundle of another run, or what would get mixed into the new bundle.
    /// </exception>
    public static void ThrowIfTaken(string folder, IReadOnlyList<string> names, string identity, Replacement allowed)
    {
        if (allowed != Replacement.AllFiles) FolderUpdate.Complete(folder);
        WrittenFiles.ThrowIfForeign(folder, names, MayReplaceAll(folder, allowed));
        if (allowed == Replacement.SameRun && RunRecord.TryRead(folder) is { } record && record.Identity != identity)
        {
            throw new InvalidInputException(InputKind.Configuration, folder, "holds the finished bundle of another run, which would be replaced")
            {
                Remedy = new Remedy(RemedyKind.Overwrite, folder),
            };
        }
        var mixed = BundleFiles.Tokenizer.Except(names).Where(name => File.Exists(Path.Combine(folder, name))).ToArray();
        if (mixed.Length == 0 || !WrittenFiles.Foreign(folder).Intersect(mixed).Any()) return;
        throw new InvalidInputException(InputKind.Configuration, folder,
            $"holds {UntrustedText.Quote(mixed)}, which would be read as a part of the new bundle; remove it, or choose another folder");
    }

    /// <summary>Whether files of the names that are written may be replaced whosever they are. Bundles of earlier versions have no list of
    /// their files; their <c>run.json</c> says that they are ours.</summary>
    public static bool MayReplaceAll(string folder, Replacement allowed) => allowed == Replacement.AllFiles
        || (allowed == Replacement.OwnFiles && !WrittenFiles.HasList(folder) && File.Exists(Path.Combine(folder, BundleFiles.Run)));
}
