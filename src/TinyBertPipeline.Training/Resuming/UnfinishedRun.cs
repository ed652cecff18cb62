using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>
/// What the checkpoints of a folder belong to, so that another run is refused before it computes anything, and so that a run whose
/// precision was measured goes on with what was measured first.
/// </summary>
internal sealed class UnfinishedRun
{
    /// <summary>The file's name among the checkpoints.</summary>
    public const string FileName = "identity.json";

    private UnfinishedRun(JsonObject identity) => Identity = identity;

    /// <summary>What decides the run, this machine's part included.</summary>
    public JsonObject Identity { get; }

    /// <summary>Whether matrix products are computed in bfloat16.</summary>
    public bool UsesBFloat16 => RunIdentity.UsesBFloat16(Identity);

    /// <summary>Begins a run, or goes on with the one whose checkpoints are there.</summary>
    /// <param name="checkpoints">The folder of checkpoints, which may be absent.</param>
    /// <param name="identity">What decides the run.</param>
    /// <param name="useBFloat16">Decides the precision of a new run.</param>
    /// <param name="folder">The run's folder, for the message.</param>
    /// <param name="allowed">Whether checkpoints of another run may be given up.</param>
    /// <exception cref="InvalidInputException">The folder holds checkpoints of another run, or something else.</exception>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static UnfinishedRun Begin(
        string checkpoints, JsonObject identity, Func<bool> useBFloat16, string folder, Replacement allowed = Replacement.SameRun)
    {
        var path = Path.Combine(checkpoints, FileName);
        if (allowed == Replacement.AllFiles && File.Exists(path) && !IsOf(path, identity)) TrainingCheckpoints.Clear(checkpoints);
        ThrowIfForeign(checkpoints, allowed);
        // Without a checkpoint there is nothing that could be lost.
        if (File.Exists(path) && Directory.EnumerateFileSystemEntries(checkpoints).Any(IsKept))
        {
            var there = JsonFile.ReadObject(path, InputKind.Model);
            var here = RunIdentity.Here(identity, RunIdentity.UsesBFloat16(there));
            RunIdentity.ThrowIfDifferent(there, here, folder);
            return new UnfinishedRun(here);
        }
        var run = new UnfinishedRun(RunIdentity.Here(identity, useBFloat16()));
        AtomicFile.WriteText(path, run.Identity.ToJsonString() + "\n");
        return run;
    }

    // A folder of that name which we have not begun is the user's; what is in it stays in any case.
    private static void ThrowIfForeign(string checkpoints, Replacement allowed)
    {
        var isLink = !OutputFolder.IsPlain(checkpoints);
        if (!isLink && (allowed == Replacement.AllFiles || OutputFolder.IsEmpty(checkpoints) || File.Exists(Path.Combine(checkpoints, FileName)))) return;
        throw new InvalidInputException(InputKind.Configuration, checkpoints,
            isLink ? "is a link or a file; checkpoints are to be written into a folder of that name" : "holds something that is no checkpoint of this program")
        {
            Remedy = isLink ? null : new Remedy(RemedyKind.Overwrite, checkpoints),
        };
    }

    private static bool IsOf(string path, JsonObject identity)
    {
        try
        {
            var there = JsonFile.ReadObject(path, InputKind.Model);
            return JsonNode.DeepEquals(there, RunIdentity.Here(identity, RunIdentity.UsesBFloat16(there)));
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static bool IsKept(string path) => !Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal) && Path.GetFileName(path)[0] != '.';
}
