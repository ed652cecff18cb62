using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task HelpListsEveryVerbAndTheExitCodes()
    {
        var (code, output, _) = await TinyBertProcess.RunAsync(["--help"]);
        Assert.Equal(0, code);
        foreach (var verb in new[] { "run", "doctor", "pretrain", "finetune", "distill", "evaluate", "export", "quantize", "convert", "validate", "benchmark", "predict", "summary", "data", "openvino" })
            Assert.Contains($"\n  {verb}", output, StringComparison.Ordinal);
        Assert.Contains("6 quality gate missed", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such verb", 2, "evaluat", "somewhere")]
    [InlineData("a missing required option", 2, "evaluate", "somewhere")]
    [InlineData("an unknown option", 2, "doctor", "--nonsense")]
    [InlineData("a config that does not exist", 2, "run", "no-such-config.json")]
    [InlineData("an unknown key", 2, "run", "--set", "studnet.pieces=5")]
    [InlineData("a labelled file that does not exist", 3, "evaluate", "somewhere", "--data", "no-such-file")]
    [InlineData("a bundle that does not exist", 4, "export", "no-such-bundle")]
    [InlineData("a wheel that does not exist", 2, "openvino", "install", "--wheel", "no-such.whl")]
    public async Task AFaultEndsWithItsExitCode(string what, int exitCode, params string[] arguments)
    {
        var (code, output, error) = await TinyBertProcess.RunAsync(arguments);
        Assert.True(code == exitCode, $"{what}: exit code {code}\n{error}");
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("data", "convert", "data", "--out", "data", "--to", "bio")]
    [InlineData("data", "augment", "data", "--out", "./data")]
    [InlineData("evaluate", "somewhere", "--data", "data", "--csv", "data")]
    [InlineData("evaluate", "somewhere", "--data", "other", "--train", "data", "--errors", "--html", "data")]
    [InlineData("evaluate", "somewhere", "--data", "data", "--instances", "data")]
    [InlineData("vocab", "train", "data.md", "--report", "data", "--out", "vocabulary")]
    public async Task AFileThatIsReadIsNotWritten(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        const string Content = "Bo S-PER\nran O\n\n";
        foreach (var name in new[] { "data", "data.md" }) folder.Write(name, Content);
        var (code, _, error) = await TinyBertProcess.RunAsync(arguments, folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("name another", error, StringComparison.Ordinal);
        Assert.All(new[] { "data", "data.md" }, name => Assert.Equal(Content, File.ReadAllText(folder.File(name))));
    }

    // Options that would change nothing, and ways of measuring that exclude each other.
    [Theory]
    [InlineData("--mode goes with --grid", "benchmark", "b", "--mode", "throughput")]
    [InlineData("--api goes with --grid", "benchmark", "b", "--api", "async")]
    [InlineData("--requests goes with --grid", "benchmark", "b", "--requests", "2")]
    [InlineData("--static goes with --grid", "benchmark", "b", "--static")]
    [InlineData("--warmup goes with --grid or --profile", "benchmark", "b", "--warmup", "2")]
    [InlineData("--precision goes with --grid or --profile or --text", "benchmark", "b", "--precision", "int8")]
    [InlineData("--html goes with --grid or --profile or --text", "benchmark", "b", "--html", "p.html")]
    [InlineData("--data goes with --text", "benchmark", "b", "--data", "d")]
    [InlineData("one at a time", "benchmark", "b", "--text", "t", "--grid", "1x16")]
    [InlineData("one at a time", "benchmark", "b", "--text", "t", "--profile")]
    [InlineData("--batch changes nothing of --grid", "benchmark", "b", "--grid", "1x16", "--batch", "4")]
    [InlineData("--length changes nothing of --grid", "benchmark", "b", "--profile", "--grid", "1x16", "--length", "4")]
    [InlineData("--iterations changes nothing of --text", "benchmark", "b", "--text", "t", "--iterations", "4")]
    [InlineData("--mode changes nothing of --profile", "benchmark", "b", "--profile", "--mode", "latency")]
    [InlineData("--device is OpenVINO's", "benchmark", "b", "--engines", "onnx", "--grid", "1x16", "--device", "GPU")]
    [InlineData("--device is OpenVINO's", "predict", "b", "text", "--engine", "onnx", "--device", "GPU")]
    [InlineData("--streams is OpenVINO's", "predict", "b", "text", "--engine", "onnx-int8", "--streams", "2")]
    [InlineData("runs the 8-bit model", "predict", "b", "text", "--engine", "onnx-int8", "--precision", "f32")]
    [InlineData("--raw is the text of --task pretraining", "benchmark-training", "--task", "fine-tuning", "--raw", "r")]
    [InlineData("--redact-key is for --redact hash", "predict", "b", "text", "--redact", "mask", "--redact-key", "k")]
    [InlineData("do not go with it", "predict", "b", "text", "--redact", "type", "--n-best", "3")]
    [InlineData("do not go with it", "predict", "b", "--redact", "type", "--pairs")]
    public async Task AnOptionThatWouldChangeNothingIsRefused(string answer, params string[] arguments)
    {
        var (code, _, error) = await TinyBertProcess.RunAsync(arguments);
        Assert.True(code == 2, $"{code}: {error}");
        Assert.Contains(answer, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoFileOfAnyModelIsWrittenOver()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", "{}");
        var data = folder.Write("data", "Bo S-PER\nran O\n\n");
        var (code, _, error) = await TinyBertProcess.RunAsync(["evaluate", "elsewhere", "--data", data, "--csv", folder.File("config.json")]);
        Assert.Equal(2, code);
        Assert.Contains("is a file of the model in its folder; name another", error, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(folder.File("config.json")));
    }

    [Theory]
    [InlineData("there is no verb 'distil'; did you mean distill?\n(see tinybert --help)", "distil", "--out", "x")]
    [InlineData("there is no verb 'chek'; did you mean check?\n(see tinybert data --help)", "data", "chek", "file")]
    [InlineData("name a verb: install\n(see tinybert openvino --help)", "openvino")]
    [InlineData("there is no option '--openvin'; did you mean --openvino?\n(see tinybert doctor --help)", "doctor", "--openvin", "x")]
    [InlineData("there is no option '--epoch'; did you mean --epochs?\n(see tinybert finetune --help)", "finetune", "--train", "x", "--epoch", "3")]
    [InlineData("'x' is one argument too many\n(see tinybert doctor --help)", "doctor", "x")]
    public async Task AMistypedNameIsAnsweredOnceWithWhatWasMeant(string answer, params string[] arguments)
    {
        var (code, _, error) = await TinyBertProcess.RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.EndsWith(answer, error.TrimEnd().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownKeyIsAnsweredWithTheNearestKnownOne()
    {
        var (_, _, error) = await TinyBertProcess.RunAsync(["run", "--set", "studnet.pieces=5"]);
        Assert.Contains("did you mean student?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithJsonAnErrorIsOneDocumentOnStandardOutput()
    {
        var (code, output, _) = await TinyBertProcess.RunAsync(["export", "no-such-bundle", "--json"]);
        var error = JsonDocument.Parse(output).RootElement.GetProperty("error");
        Assert.Equal(4, code);
        Assert.Equal(4, error.GetProperty("exitCode").GetInt32());
        Assert.Contains("no-such-bundle", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoctorFindsWhatTrainingAndInferenceNeed()
    {
        var (code, output, error) = await TinyBertProcess.RunAsync(["doctor", "--json"]);
        Assert.True(code == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.True(report.GetProperty("training").GetProperty("isUsable").GetBoolean());
        Assert.True(report.GetProperty("inference")[0].GetProperty("isUsable").GetBoolean());
    }
}
