namespace TinyBertPipeline.Cli.Tests.Faults;

public sealed class DiskFaults : IDisposable
{
    private const int MostMegabytes = 15;

    // .NET keeps code it makes in a file in memory, for which the limit counts as well.
    private const string Plain = "DOTNET_EnableWriteXorExecute=0";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "faults")]
    public async Task ADiskThatIsFull()
    {
        FaultReport.SkipUnlessAsked();
        FaultyRun.RequireRoot();
        var tagger = await SmallBundle.CreateAsync(_folder);
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        string[] commands =
        [
            $"finetune --model {tagger} --train data --dev data --epochs 1 --out disk/out", $"export {tagger} --out disk/model.onnx",
            $"convert {tagger} --out disk/model.xml", "data convert data --out disk/data",
        ];
        var (tried, broken) = (0, new List<string>());
        for (var kilobytes = 16; kilobytes <= MostMegabytes << 10; kilobytes *= 4)
        {
            foreach (var command in commands)
            {
                tried++;
                await ChildProcess.SucceedAsync("mount", ["-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", disk], _folder.Path);
                try
                {
                    var run = await FaultyRun.ShellAsync(_folder.Path, $"{FaultyRun.Program} {command}");
                    var what = $"{command} on {kilobytes} kB";
                    if (FaultyRun.Judge(what, run, 0, 5) is { } fault) broken.Add(fault);
                    else if (FaultyRun.Leftovers(what, disk) is { } left) broken.Add(left);
                }
                finally
                {
                    await ChildProcess.SucceedAsync("umount", [disk], _folder.Path);
                }
            }
        }
        FaultReport.Add("full disk", tried, broken, "tinybert VERB … --out on a tmpfs of 16 kB to 4 MB");
    }

    // With so many megabytes left, each verb over a bundle of some 60: the bundle of before, or the one that the verb makes.
    [Fact, Trait("Category", "faults")]
    public async Task ADiskThatIsFullOverABundle()
    {
        FaultReport.SkipUnlessAsked();
        FaultyRun.RequireRoot();
        SmallBundle.WriteData(_folder);
        Directory.CreateDirectory(_folder.File("vocabulary"));
        _folder.Write("vocabulary/vocab.txt", string.Join('\n', new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bo", "lee", "ran", "." }
            .Concat(Enumerable.Range(0, 30_000).Select(number => FormattableString.Invariant($"w{number}")))));
        const string Training = "finetune --train data --dev data --tokenizer vocabulary --size 1,128,2,256 --set precision=float32";
        const string Quantization = "--calibration data --sentences 8 --max-divergence 9";
        foreach (var command in new[] { $"{Training} --epochs 1 --out old", "export old", "convert old", $"quantize old {Quantization}" })
            Assert.Equal(0, (await FaultyRun.ShellAsync(_folder.Path, $"{FaultyRun.Program} {command}")).ExitCode);
        var (old, disk) = (FolderState.Of(_folder.File("old")), Directory.CreateDirectory(_folder.File("disk")).FullName);
        var bytes = new DirectoryInfo(_folder.File("old")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        string[] verbs =
        [
            $"{Training} --epochs 2 --seed 2 --out disk/bundle --overwrite", "export disk/bundle --overwrite",
            "convert disk/bundle --compress-to-fp16 --overwrite", $"quantize disk/bundle {Quantization} --overwrite",
        ];
        var (tried, broken) = (0, new List<string>());
        for (var left = 1; left <= MostMegabytes; left++)
        {
            foreach (var verb in verbs)
            {
                tried++;
                await ChildProcess.SucceedAsync("mount", ["-t", "tmpfs", "-o", $"size={(bytes >> 10) + (left << 10) + 200}k", "tmpfs", disk], _folder.Path);
                try
                {
                    await ChildProcess.SucceedAsync("cp", ["-r", "old", "disk/bundle"], _folder.Path);
                    var run = await FaultyRun.ShellAsync(_folder.Path, $"{FaultyRun.Program} {verb}");
                    var what = $"{verb}, {left} MB left";
                    if (FaultyRun.Judge(what, run, 0, 5) is { } fault) broken.Add(fault);
                    else if (run.ExitCode == 5 && FolderState.Of(Path.Combine(disk, "bundle")) is var now && now != old) broken.Add($"{what}: not as it was:\n{now}");
                    else if (FaultyRun.Leftovers(what, disk) is { } rest) broken.Add(rest);
                }
                finally
                {
                    await ChildProcess.SucceedAsync("umount", [disk], _folder.Path);
                }
            }
        }
        FaultReport.Add("full disk over a bundle", tried, broken, "tinybert finetune, export, convert, quantize over a bundle, 1 to 15 MB left");
    }

    [Fact, Trait("Category", "faults")]
    public async Task FoldersOfAnotherUser()
    {
        FaultReport.SkipUnlessAsked();
        FaultyRun.RequireRoot();
        await FaultyRun.RequireAsync("setpriv");
        var tagger = await SmallBundle.CreateAsync(_folder);
        await ChildProcess.SucceedAsync("chmod", ["-R", "a+rX", _folder.Path], _folder.Path);
        await ChildProcess.SucceedAsync("mkdir", ["-m", "700", "secret"], _folder.Path);
        string[] commands =
        [
            $"finetune --model {tagger} --train data --dev data --epochs 1 --out out", $"export {tagger}", $"convert {tagger}", "data convert data --out copy",
            $"evaluate {tagger} --data data --csv scores.csv", $"quantize {tagger} --calibration data", "run --quick", $"evaluate {tagger} --data secret/data",
            "data check secret/data", "summary secret/model.onnx", "run secret/config.json", $"predict {tagger} --file secret/data",
            "openvino install --wheel secret/openvino.whl", $"finetune --model secret --train data --dev data --out secret/out",
        ];
        var (tried, broken) = (0, new List<string>());
        foreach (var command in commands)
        {
            tried++;
            var run = await FaultyRun.ShellAsync(
                _folder.Path, $"HOME=/nonexistent setpriv --reuid 65534 --regid 65534 --clear-groups {FaultyRun.Program} {command}");
            if (FaultyRun.Judge(command, run, 2, 3, 4, 5) is { } fault) broken.Add(fault);
        }
        FaultReport.Add("folders of another user", tried, broken, "setpriv --reuid 65534 tinybert VERB …");
    }

    [Fact, Trait("Category", "faults")]
    public async Task LimitsOfTheSystem()
    {
        FaultReport.SkipUnlessAsked();
        var tagger = await SmallBundle.CreateAsync(_folder);
        var deep = string.Join('/', Enumerable.Repeat(new string('x', 200), 20));
        string[] scripts =
        [
            $"ulimit -f 8; {Plain} PROGRAM finetune --model {tagger} --train data --dev data --epochs 1 --out out", $"ulimit -f 8; {Plain} PROGRAM export {tagger}",
            $"TMPDIR=/nonexistent PROGRAM quantize {tagger} --calibration data", "TMPDIR=/nonexistent PROGRAM benchmark-training --sentences 4 --passes 1",
            "TMPDIR=/nonexistent PROGRAM benchmark --random mini-2x128 --iterations 1", $"PROGRAM data convert data --out {new string('x', 300)}",
            $"PROGRAM data convert data --out {deep}/{deep}", $"PROGRAM finetune --model {tagger} --train data --dev data --out {deep}/{deep}",
            $"PROGRAM evaluate {tagger} --data data --csv .", $"PROGRAM export {tagger} --out .", "PROGRAM data convert data --out data/below",
            "PROGRAM data convert data --out /dev/full", $"PROGRAM evaluate {tagger} --data data --csv /proc/version",
            $"ulimit -v 4000000; {Plain} DOTNET_GCHeapHardLimit=0x10000000 PROGRAM "
                + "finetune --set size=12,4096,16,16384 --set tokenizer=tagger --train data --dev data --out out3",
        ];
        var (tried, broken) = (0, new List<string>());
        foreach (var script in scripts)
        {
            tried++;
            var run = await FaultyRun.ShellAsync(_folder.Path, script.Replace("PROGRAM", FaultyRun.Program, StringComparison.Ordinal));
            if (FaultyRun.Judge(script, run, 5) is { } fault) broken.Add(fault);
        }
        FaultReport.Add("limits of the system", tried, broken, "ulimit -f, ulimit -v, TMPDIR that is absent, paths too long, devices, folders in the way");
    }

    [Fact, Trait("Category", "faults")]
    public async Task DevicesFifosAndLinksAsTargets()
    {
        FaultReport.SkipUnlessAsked();
        var tagger = await SmallBundle.CreateAsync(_folder);
        _folder.Write("target", "the user's");
        string[] commands = ["data convert data --out", $"evaluate {tagger} --data data --csv", $"export {tagger} --out", $"benchmark {tagger} --iterations 1 --batch 1 --length 8 --csv"];
        var (tried, broken) = (0, new List<string>());
        foreach (var command in commands)
        {
            tried++;
            var null1 = await FaultyRun.ShellAsync(_folder.Path, $"{FaultyRun.Program} {command} /dev/null >/dev/null && test -c /dev/null");
            if (FaultyRun.Judge($"{command} /dev/null", null1, 0) is { } first) broken.Add(first);

            tried++;
            var link = await FaultyRun.ShellAsync(_folder.Path, $"ln -sfn target link && {FaultyRun.Program} {command} link >/dev/null && test -L link && test -s target");
            if (FaultyRun.Judge($"{command} link", link, 0) is { } second) broken.Add(second);

            tried++;
            var fifo = await FaultyRun.ShellAsync(_folder.Path,
                $"rm -f pipe && mkfifo pipe && {{ wc -c <pipe >count & }} && {FaultyRun.Program} {command} pipe >/dev/null && wait && test -p pipe && test $(cat count) -gt 0");
            if (FaultyRun.Judge($"{command} pipe", fifo, 0) is { } third) broken.Add(third);
        }
        FaultReport.Add("devices, FIFOs and links as targets", tried, broken, "tinybert VERB … --out /dev/null, a FIFO, a link");
    }
}
