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
    private const string MeasuredKey = "measured";

    private readonly string _path;

    private UnfinishedRun(JsonObject identity, string path) => (Identity, _path) = (identity, path);

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
            var here = Here(identity, there);
            RunIdentity.ThrowIfDifferent(there, here, folder);
            return new UnfinishedRun(here, path);
        }
        var run = new UnfinishedRun(RunIdentity.Here(identity, useBFloat16()), path);
        run.Write();
        return run;
    }

    /// <summary>A number that decides the run and is found out by measuring: measured by a new run, kept by one that goes on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="measure">Measures it.</param>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public long Measure(string name, Func<long> measure)
    {
        if (Identity[MeasuredKey]?[name] is JsonValue value && value.TryGetValue<long>(out var known)) return known;
        var found = measure();
        if (Identity[MeasuredKey] is not JsonObject measured) Identity[MeasuredKey] = measured = [];
        measured[name] = found;
        Write();
        return found;
    }

    private void Write() => AtomicFile.WriteText(_path, Identity.ToJsonString() + "\n");

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

    // With what the run measured that is there.
    private static JsonObject Here(JsonObject identity, JsonObject there)
    {
        var here = RunIdentity.Here(identity, RunIdentity.UsesBFloat16(there));
        if (there[MeasuredKey] is { } measured) here[MeasuredKey] = measured.DeepClone();
        return here;
    }

    private static bool IsOf(string path, JsonObject identity)
    {
        try
        {
            var there = JsonFile.ReadObject(path, InputKind.Model);
            return JsonNode.DeepEquals(there, Here(identity, there));
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static bool IsKept(string path) => !Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal) && Path.GetFileName(path)[0] != '.';
}
