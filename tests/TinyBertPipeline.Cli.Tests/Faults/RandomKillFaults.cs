using System.Diagnostics;

namespace TinyBertPipeline.Cli.Tests.Faults;

/// <summary>
/// Runs that are killed at moments nobody chose, up to three times each, and begun again with the same command, come to what an undisturbed
/// one comes to, and leave nothing.
/// </summary>
public sealed class RandomKillFaults : IDisposable
{
    private const int MostKills = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(15);

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "faults")]
    public Task OfFineTuning() => TryAsync("finetune", "finetune --model ../tagger --train ../data --dev ../data --epochs 12 "
        + "--set precision=float32 --set checkpoints.steps=3 --out out");

    [Fact, Trait("Category", "faults")]
    public Task OfDistillation() => TryAsync("distill", "distill --teacher ../tagger --train ../data --dev ../data --raw ../raw.txt --student 1,8,1,8 "
        + "--pieces 60000 --set precision=float32 --set initialization=random --set checkpoints.steps=3 --set evaluations=4 --out out");

    [Fact, Trait("Category", "faults")]
    public Task OfExperiment() => TryAsync("experiment", "experiment ../experiment.json --inputs ..");

    [Fact, Trait("Category", "faults")]
    public Task OfWholeLine() => TryAsync("run", "run ../run.json");

    private async Task TryAsync(string verb, string command)
    {
        FaultReport.SkipUnlessAsked();
        await SmallBundle.CreateAsync(_folder);
        WriteConfigs();
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(0, await RunAsync("undisturbed", command, Timeout.InfiniteTimeSpan));
        var (duration, wanted) = (Stopwatch.GetElapsedTime(start), State("undisturbed"));
        var (tried, broken) = (0, new List<string>());
        for (var sequence = 1; tried < FaultReport.Kills; sequence++)
        {
            var place = $"sequence{sequence}";
            var (kills, code) = (0, (int?)null);
            while (kills < MostKills && (code = await RunAsync(place, command, duration * (0.2 + 0.8 * _random.NextDouble()))) is null) kills++;
            code ??= await RunAsync(place, command, Timeout.InfiniteTimeSpan);
            tried += kills;
            if (code != 0) broken.Add($"{verb}, {place}: exit code {code}");
            else if (State(place) != wanted) broken.Add($"{verb}, {place}, {kills} kills: another result:\n{State(place)}\nundisturbed:\n{wanted}");
            else if (FaultyRun.Leftovers($"{verb}, {place}", _folder.File(place)) is { } left) broken.Add(left);
            else if (Directory.EnumerateFileSystemEntries(_folder.File(place + "-tmp")).FirstOrDefault(IsOurs) is { } scratch) broken.Add($"{verb}, {place}: left {scratch}");
        }
        FaultReport.Add($"kills of {verb} at random", tried, broken, $"tinybert {command}; kill -9");
    }

    private static bool IsOurs(string path) => Path.GetFileName(path).StartsWith("tinybert-", StringComparison.Ordinal);

    // The bundles alone: reports hold times and speeds.
    private string State(string place) => string.Join('\n', Directory
        .EnumerateFiles(_folder.File(place), "model.safetensors", SearchOption.AllDirectories).Select(path => Path.GetDirectoryName(path)!)
        .Order(StringComparer.Ordinal).Select(bundle => $"{Path.GetRelativePath(_folder.File(place), bundle)}\n{FolderState.Of(bundle)}"));

    // The exit code, or null when it was killed.
    private async Task<int?> RunAsync(string place, string command, TimeSpan patience)
    {
        var start = new ProcessStartInfo("dotnet", [TinyBertProcess.Program, .. command.Split(' ')])
        {
            WorkingDirectory = Directory.CreateDirectory(_folder.File(place)).FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = Directory.CreateDirectory(_folder.File(place + "-tmp")).FullName;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timer.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(timer.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            return null;
        }
    }

    private void WriteConfigs()
    {
        _folder.Write("raw.txt", string.Concat(Enumerable.Repeat("Bo ran . Lee ran . Bo bought Acme .\n", 50)));
        _folder.Write("run.json", """
            {
              "name": "small", "demo": { "train": 200, "dev": 30, "test": 30, "vocabulary": 300 }, "quantization": {}, "maxLogitDifference": 1,
              "teacher": { "size": "1,16,2,32", "epochs": 3, "precision": "float32", "checkpoints": { "steps": 4 } },
              "student": { "size": "1,16,2,32", "pieces": 8000, "precision": "float32", "initializationPieces": 1000, "checkpoints": { "steps": 4 } },
              "benchmark": { "iterations": 1, "length": 8 }
            }
            """);
        _folder.Write("experiment.json", """
            {
              "name": "small", "results": "results",
              "dataSets": [ { "name": "small", "train": "data", "dev": "data", "test": "data", "raw": ["raw.txt"],
                "teacher": { "size": "1,16,2,32", "epochs": 3, "precision": "float32", "checkpoints": { "steps": 3 } },
                "student": { "pieces": 4000, "precision": "float32", "initializationPieces": 1000, "batchPieces": 768, "checkpoints": { "steps": 3 } } } ],
              "rows": [ { "variant": "teacher", "seeds": [1] }, { "variant": "full", "student": "1,8,2,32" }, { "variant": "none", "student": "1,8,2,32" } ]
            }
            """);
    }
}
