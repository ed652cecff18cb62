using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>What is on this machine of a training: its bundle's folder, and beside it a file that says of which options it is.</summary>
internal static class JobState
{
    /// <summary>Whether the bundle is there, complete and of the options at hand.</summary>
    public static bool IsComplete(ExperimentJob job) =>
        HashOf(job) == job.OptionsHash && File.Exists(Path.Combine(job.Folder, RunRecord.FileName));

    /// <summary>Removes what a training has left that was killed when its bundle was complete and it was not yet at its end.</summary>
    public static void Tidy(ExperimentJob job)
    {
        using var runLock = RunLock.Take(job.Folder);
        using var nothing = FolderUpdate.Begin(job.Folder);
    }

    /// <summary>Makes the folder ready to train in: one that holds something of other options is moved aside.</summary>
    /// <returns>Where it was moved, or null.</returns>
    public static string? Prepare(ExperimentJob job)
    {
        if (HashOf(job) is var hash && hash == job.OptionsHash) return null;
        string? aside = null;
        if (Directory.Exists(job.Folder))
        {
            aside = FreeName($"{job.Folder}-{(hash ?? "unknown")[..7]}");
            Directory.Move(job.Folder, aside);
        }
        Directory.CreateDirectory(job.Folder);
        var options = job.FineTuning is { } teacher ? OptionsFile.ToJson(teacher) : OptionsFile.ToJson(job.Distillation!);
        var state = new JsonObject { ["optionsHash"] = job.OptionsHash, ["options"] = options };
        AtomicFile.WriteText(StatePath(job), state.ToJsonString(OptionsFile.Json) + "\n");
        return aside;
    }

    // What was moved aside before is nobody's to delete.
    private static string FreeName(string name) => Enumerable.Range(1, int.MaxValue)
        .Select(number => number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")).First(path => !Path.Exists(path));

    private static string StatePath(ExperimentJob job) => job.Folder + ".json";

    private static string? HashOf(ExperimentJob job)
    {
        if (!File.Exists(StatePath(job))) return null;
        try
        {
            return (string?)JsonNode.Parse(File.ReadAllBytes(StatePath(job)))?["optionsHash"];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;   // then the folder is as good as of other options
        }
    }
}
