namespace TinyBertPipeline.Cli.Tests.Faults;

/// <summary>Each renaming of a verb that replaces a part of a bundle is the moment of a kill once; strace puts it.</summary>
public sealed class RenameKillFaults : IDisposable
{
    private const string Calls = "rename,renameat,renameat2";
    private const string Bundle = "out";
    private const string Precision = "--set precision=float32";      // else it is that which is faster at the moment

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "faults")]
    public Task OfFineTuning() => TryAsync("finetune",
        $"finetune --model tagger --train data --dev data --epochs 1 {Precision} --out {Bundle}",
        $"finetune --model tagger --train data2 --dev data2 --epochs 1 {Precision} --out {Bundle} --overwrite", "torch");

    [Fact, Trait("Category", "faults")]
    public Task OfDistillation() => TryAsync("distill", Distillation("1"), Distillation("2 --overwrite"), "torch");

    [Fact, Trait("Category", "faults")]
    public Task OfQuantization() => TryAsync("quantize",
        $"quantize {Bundle} --calibration data", $"quantize {Bundle} --calibration data --sentences 8", "onnx-int8", isOfBundle: false);

    [Fact, Trait("Category", "faults")]
    public Task OfConversion() => TryAsync("convert", $"convert {Bundle}", $"convert {Bundle} --compress-to-fp16", "onnx", isOfBundle: false);

    private static string Distillation(string seed) => "distill --teacher tagger --train data --dev data --student 1,8,1,8 --pieces 2000 "
        + $"{Precision} --set initialization=random --out {Bundle} --seed {seed}";

    private async Task TryAsync(string verb, string first, string second, string engine, bool isOfBundle = true)
    {
        FaultReport.SkipUnlessAsked();
        await FaultyRun.RequireAsync("strace");
        await SmallBundle.CreateAsync(_folder);
        _folder.Write("data2", File.ReadAllText(_folder.File("data")).Replace("bought O", "bought S-ORG", StringComparison.Ordinal));
        if (!isOfBundle) await ShellAsync($"cp -r tagger {Bundle}");
        await ShellAsync($"{FaultyRun.Program} {first} && cp -r {Bundle} old && {FaultyRun.Program} {second}");
        var (old, now) = (FolderState.Of(_folder.File("old")), FolderState.Of(_folder.File(Bundle)));
        Assert.NotEqual(old, now);

        var (tried, broken) = (0, new List<string>());
        for (var kill = 1; ; kill++)
        {
            await ShellAsync($"rm -rf {Bundle} && cp -r old {Bundle}");
            var killed = await FaultyRun.ShellAsync(_folder.Path, "DOTNET_EnableDiagnostics=0 strace -f -qq -o /dev/null "
                + $"-e trace={Calls} -e inject={Calls}:signal=KILL:when={kill} {FaultyRun.Program} {second}");
            if (killed.ExitCode == 0) break;
            tried++;
            if (await FaultAsync($"{verb}, killed at renaming {kill}", killed, second, engine, old, now) is { } fault) broken.Add(fault);
        }
        FaultReport.Add($"kills at every renaming of {verb} over a bundle", tried, broken, $"strace -e inject={Calls}:signal=KILL:when=N tinybert {second}");
    }

    // What the next reader sees is the old set or the new one, and what the same command then leaves is the new one and nothing else.
    private async Task<string?> FaultAsync(
        string what, (int ExitCode, string Output, string Error) killed, string command, string engine, string old, string now)
    {
        if (FaultyRun.Judge(what, killed, 137) is { } fault) return fault;
        var read = await FaultyRun.ShellAsync(_folder.Path, $"{FaultyRun.Program} predict {Bundle} '{SmallBundle.Text}' --engine {engine}");
        if (FaultyRun.Judge($"{what}, then read", read, 0) is { } unread) return unread;
        var state = FolderState.Of(_folder.File(Bundle));
        if (state != old && state != now) return $"{what}: a mix:\n{state}";
        var again = await FaultyRun.ShellAsync(_folder.Path, $"{FaultyRun.Program} {command}");
        if (FaultyRun.Judge($"{what}, then again", again, 0) is { } failed) return failed;
        return FolderState.Of(_folder.File(Bundle)) == now ? FaultyRun.Leftovers(what, _folder.File(Bundle)) : $"{what}: the same command gives something else then";
    }

    private async Task ShellAsync(string script)
    {
        var (code, _, error) = await FaultyRun.ShellAsync(_folder.Path, script);
        Assert.True(code == 0, $"{script}: exit code {code}: {error}");
    }
}
