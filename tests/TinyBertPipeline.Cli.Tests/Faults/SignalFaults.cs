namespace TinyBertPipeline.Cli.Tests.Faults;

public sealed class SignalFaults : IDisposable
{
    private static readonly (string Name, int ExitCode)[] _signals = [("INT", 130), ("TERM", 143), ("HUP", 129)];
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "faults")]
    public async Task TheFirstSignalEndsEveryVerb()
    {
        FaultReport.SkipUnlessAsked();
        var tagger = await SmallBundle.CreateAsync(_folder);
        var fifo = _folder.File("fifo");
        await ChildProcess.SucceedAsync("mkfifo", [fifo], _folder.Path);
        string[][] verbs =
        [
            ["evaluate", tagger, "--data", fifo], ["validate", tagger, "--data", fifo], ["predict", tagger, "--file", fifo],
            ["quantize", tagger, "--calibration", fifo], ["data", "check", fifo], ["data", "convert", fifo, "--out", "converted"],
            ["finetune", "--model", tagger, "--train", fifo, "--dev", fifo, "--out", "out"],
            ["distill", "--teacher", tagger, "--train", fifo, "--dev", fifo, "--out", "out2", "--size", "1,8,1,8"],
            ["run", fifo], ["experiment", fifo], ["summary", fifo],
        ];
        var (tried, broken) = (0, new List<string>());
        foreach (var verb in verbs)
        {
            foreach (var (name, exitCode) in _signals)
            {
                tried++;
                using var program = new RunningProgram([.. verb, "--json"], _folder.Path);
                await using var writer = await Task.Run(() => new FileStream(fifo, FileMode.Open, FileAccess.Write), TestContext.Current.CancellationToken);
                var start = System.Diagnostics.Stopwatch.GetTimestamp();
                program.Signal(name);
                var run = await program.EndAsync();
                var what = $"{string.Join(' ', verb)}, {name}";
                if (FaultyRun.Judge(what, run, exitCode) is { } fault) broken.Add(fault);
                else if (!run.Output.Contains($"\"exitCode\": {exitCode}", StringComparison.Ordinal)) broken.Add($"{what}: no document");
                else if (System.Diagnostics.Stopwatch.GetElapsedTime(start) > _longest) broken.Add($"{what}: took {System.Diagnostics.Stopwatch.GetElapsedTime(start)}");
            }
        }
        FaultReport.Add("signals while a verb waits for its input", tried, broken, "tinybert VERB … --json; kill -s INT, TERM, HUP");
    }
}
