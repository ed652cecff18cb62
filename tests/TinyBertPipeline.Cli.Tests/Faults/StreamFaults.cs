namespace TinyBertPipeline.Cli.Tests.Faults;

public sealed class StreamFaults : IDisposable
{
    private static readonly string[] _lost = [">/dev/full", ">&-", ">/dev/full 2>/dev/full", "<&- >&- 2>&-"];
    private static readonly string[] _unheard = ["2>/dev/full", "2>&-"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "faults")]
    public async Task ClosedAndFullStreams()
    {
        FaultReport.SkipUnlessAsked();
        var tagger = await SmallBundle.CreateAsync(_folder);
        string[] answers =
        [
            "data check data", $"evaluate {tagger} --data data", $"validate {tagger} --data data --engines torch onnx", $"predict {tagger} '{SmallBundle.Text}'",
            $"predict {tagger} --file data", $"summary {tagger}", $"benchmark {tagger} --iterations 2 --batch 1 --length 8", "doctor", "--help",
        ];
        string[] writers =
        [
            $"finetune --model {tagger} --train data --dev data --epochs 1 --out OUT", $"export {tagger} --out OUT.onnx", $"convert {tagger} --out OUT.xml",
            "data convert data --out OUT", "data augment data --out OUT", "vocab train data --size 100 --out OUT",
        ];
        var (tried, broken) = (0, new List<string>());
        async Task TryAsync(string command, string streams, int exitCode)
        {
            var script = $"{FaultyRun.Program} {command.Replace("OUT", $"out{tried++}", StringComparison.Ordinal)} {streams}";
            if (FaultyRun.Judge(script, await FaultyRun.ShellAsync(_folder.Path, script), exitCode) is { } fault) broken.Add(fault);
        }
        foreach (var streams in _lost)
        {
            foreach (var command in answers) await TryAsync(command, streams, 5);
            foreach (var command in writers) await TryAsync(command, streams, 0);
        }
        foreach (var streams in _unheard)
        {
            foreach (var command in answers.Concat(writers)) await TryAsync(command, streams, 0);
        }
        FaultReport.Add("closed and full streams", tried, broken, "tinybert VERB … >/dev/full, >&-, 2>/dev/full, 2>&-");
    }
}
