using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>
/// The checkpoints of a run: folders <c>checkpoint-STEP</c> with weights, moments, state and a manifest of sizes and hashes. A folder is
/// written under another name, its manifest last, and then renamed, so that an interruption at any moment leaves the older ones whole; only
/// folders whose manifest is true are read.
/// </summary>
/// <param name="folder">The folder they stand in.</param>
/// <param name="options">When they are written and how many stay.</param>
internal sealed class TrainingCheckpoints(string folder, CheckpointOptions options)
{
    /// <summary>Where the checkpoints of a run stand in its folder.</summary>
    public const string FolderName = "checkpoints";

    /// <summary>The name among them of what was found out before the run proper.</summary>
    public const string TuningName = "tuning.json";

    /// <summary>The folder's name among them of the checkpoints of a student that another one starts from.</summary>
    public const string FirstName = "first";

    /// <summary>The file's name in which a pre-training keeps the number of its steps.</summary>
    public const string PlanName = UnfinishedRun.FileName + ".plan";

    /// <summary>The name among them of what further teachers said.</summary>
    public const string TeachersName = "teachers.cache";

    private const string Prefix = "checkpoint-";
    private const string Weights = "weights.safetensors";
    private const string Moments = "moments.safetensors";
    private const string Kept = "kept.safetensors";
    private const string State = "state.json";
    private const string Latest = "latest";

    private static readonly string[] _files = [Weights, Moments, Kept, State, CheckpointManifest.FileName];

    private long _lastWritten = Stopwatch.GetTimestamp();

    /// <summary>Whether a checkpoint is due after so many steps.</summary>
    public bool IsDue(long step) =>
        (options.Steps > 0 && step % options.Steps == 0)
        || (options.Minutes > 0 && Stopwatch.GetElapsedTime(_lastWritten).TotalMinutes >= options.Minutes);

    /// <summary>Writes a checkpoint and then removes the oldest ones.</summary>
    /// <exception cref="EnvironmentException">It cannot be written; the older ones stay.</exception>
    public void Write(TrainingSnapshot snapshot)
    {
        var target = Path.Combine(folder, Prefix + snapshot.Position.Step.ToString("D9", CultureInfo.InvariantCulture));
        if (Directory.Exists(target)) return;
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            WriteFiles(temporary, snapshot);
            Directory.Move(temporary, target);
            // Flushes the folder, and with it the new name.
            AtomicFile.WriteText(Path.Combine(folder, Latest), Path.GetFileName(target) + "\n");
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("write checkpoint", target, e);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
        Postpone();
        foreach (var old in Folders().Skip(Math.Max(1, options.Keep)).Concat(Unfinished())) OutputFolder.RemoveOwn(old, _files);
    }

    /// <summary>Counts the time to the next checkpoint from now.</summary>
    public void Postpone() => _lastWritten = Stopwatch.GetTimestamp();

    /// <summary>Reads the newest checkpoint that is whole; null when there is none.</summary>
    /// <param name="skipped">Told of each newer one that is not whole, with the reason.</param>
    public TrainingSnapshot? TryRead(Action<string> skipped)
    {
        foreach (var candidate in Folders())
        {
            try
            {
                CheckpointManifest.Verify(candidate);
                return ReadFiles(candidate);
            }
            catch (InvalidInputException e)
            {
                skipped($"checkpoint {Path.GetFileName(candidate)} is passed over: {e.Message}");
            }
        }
        return null;
    }

    /// <summary>
    /// Removes all that runs have kept in a folder, when the run is complete: checkpoints, those of stages, and what they belong to. What
    /// else lies there stays, and the folder with it.
    /// </summary>
    public static void Clear(string folder)
    {
        if (!Directory.Exists(folder) || !OutputFolder.IsPlain(folder)) return;
        foreach (var stage in Directory.GetDirectories(folder, "stage-*")) Clear(stage);
        Clear(Path.Combine(folder, FirstName));
        foreach (var checkpoint in Directory.GetDirectories(folder, Prefix + "*")) OutputFolder.RemoveOwn(checkpoint, _files);
        OutputFolder.RemoveOwn(folder, [Latest, TuningName, TeachersName, PlanName, UnfinishedRun.FileName]);
    }

    private IEnumerable<string> Folders() => !Directory.Exists(folder) ? [] : Directory.GetDirectories(folder, Prefix + "*")
        .Where(path => Path.GetFileName(path)[Prefix.Length..].All(char.IsAsciiDigit)).OrderDescending(StringComparer.Ordinal);

    // What runs that were killed while they wrote have left.
    private string[] Unfinished() => Directory.GetDirectories(folder, Prefix + "*.tmp");

    private static void WriteFiles(string path, TrainingSnapshot snapshot)
    {
        SafetensorsWriter.Write(Path.Combine(path, Weights), snapshot.Weights.Values);
        SafetensorsWriter.Write(Path.Combine(path, Moments), snapshot.Moments.Values);
        SafetensorsWriter.Write(Path.Combine(path, Kept), snapshot.Kept.Tensors);
        AtomicFile.WriteText(
            Path.Combine(path, State), JsonSerializer.Serialize(new StateFile(snapshot.Position, snapshot.Kept.Values), OptionsFile.Json));
        CheckpointManifest.Write(path, [Weights, Moments, Kept, State]);
    }

    private static TrainingSnapshot ReadFiles(string path)
    {
        var file = Path.Combine(path, State);
        try
        {
            var state = JsonSerializer.Deserialize<StateFile>(File.ReadAllText(file), OptionsFile.Json);
            if (state is not { Position: { } position, Kept: { } kept })
                throw new InvalidInputException(InputKind.Model, file, "not the state of a training: position or kept values are missing");
            return new TrainingSnapshot
            {
                Position = position,
                Kept = new KeptState(kept, [.. ReadTensors(Path.Combine(path, Kept)).Values]),
                Weights = ReadTensors(Path.Combine(path, Weights)),
                Moments = ReadTensors(Path.Combine(path, Moments)),
            };
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(InputKind.Model, file, $"not the state of a training: {e.Message}", inner: e);
        }
    }

    private static Dictionary<string, WeightTensor> ReadTensors(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Entries.ToDictionary(
            entry => entry.Key, entry => new WeightTensor(entry.Key, entry.Value.Shape, file.ReadFloats(entry.Key)));
    }

    private sealed record StateFile(TrainingPosition? Position, JsonObject? Kept);
}
