using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests.Experiments;

public sealed class ExperimentKillTests
{
    private const int Kills = 3;
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(20);

    [Fact, Trait("Category", "long")]
    public async Task AnExperimentKilledAtRandomEndsWithTheTableOfAnUndisturbedOne()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("TINYBERT_LONG_TESTS") == "1", "TINYBERT_LONG_TESTS is not 1: the experiment takes minutes");
        using var undisturbed = new TemporaryFolder();
        using var killed = new TemporaryFolder();
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(0, await RunAsync(undisturbed.Path, _longest));
        var duration = Stopwatch.GetElapsedTime(start);

        var random = new Random(Environment.TickCount);
        for (var kill = 0; kill < Kills; kill++)
            Assert.Null(await RunAsync(killed.Path, duration * (0.05 + 0.2 * random.NextDouble())));
        Assert.Equal(0, await RunAsync(killed.Path, _longest));

        Assert.Equal(Figures(undisturbed.Path), Figures(killed.Path));
    }

    // The exit code, or null when the process was killed before its end.
    private static async Task<int?> RunAsync(string folder, TimeSpan patience)
    {
        var root = ReferenceData.RepositoryRoot;
        string[] arguments = ["experiment", Path.Combine(root, "configs", "experiment-small.json"), "--inputs", root, "--test"];
        var start = new ProcessStartInfo("dotnet", [TinyBertProcess.Program, .. arguments]) { WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        using var timer = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(timer.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return null;
        }
    }

    private static string[] Figures(string folder)
    {
        var path = Path.Combine(folder, "artifacts", "experiments", "experiment-small", "experiment-small.json");
        var rows = JsonNode.Parse(File.ReadAllText(path))!["rows"]!.AsArray().Select(row => row!.AsObject()).ToArray();
        foreach (var row in rows) _ = row.Remove("minutes") && row.Remove("date");
        return Array.ConvertAll(rows, row => row.ToJsonString());
    }
}
