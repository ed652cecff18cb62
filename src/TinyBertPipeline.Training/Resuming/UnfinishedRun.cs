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
    private const string FileName = "identity.json";

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
    /// <exception cref="InvalidInputException">The checkpoints are those of another run.</exception>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static UnfinishedRun Begin(string checkpoints, JsonObject identity, Func<bool> useBFloat16, string folder)
    {
        var path = Path.Combine(checkpoints, FileName);
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

    private static bool IsKept(string path) => !Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal);
}
