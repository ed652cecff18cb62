using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>The short demo, and every verb of the README on the bundles it leaves.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task ARunPreTrainsItsTeacherAndShowsWhatThatBrings()
    {
        using var folder = new TemporaryFolder();
        folder.Write("run.json", """
            {
              "name": "small", "demo": { "train": 60, "dev": 20, "test": 20, "raw": 400, "vocabulary": 400 },
              "pretraining": { "pieces": 2000, "length": 16, "batchPieces": 256, "validationPieces": 300, "evaluations": 1 },
              "teacher": { "size": "2,16,2,32", "epochs": 1, "learningRate": 1e-3 }, "student": { "size": "1,8,1,16", "pieces": 2000 },
              "baseline": true, "benchmark": { "iterations": 1, "length": 16 }, "gates": {}
            }
            """);
        string[] command = ["run", "run.json", "--json", "--set", "maxLogitDifference=1", "--set", "student.initialization=random"];
        var (code, output, error) = await TinyBertProcess.RunAsync(command, folder.Path);
        Assert.True(code == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.True(report.GetProperty("pretraining").GetProperty("perplexity").GetDouble() > 1);
        Assert.Equal(
            ["teacher", "teacher-without-pretraining", "baseline", "student"],
            report.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString()));
        (code, _, error) = await TinyBertProcess.RunAsync(command, folder.Path);
        Assert.True(code == 0, error);
        Assert.Contains("pretraining: unchanged, skipped", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheQuickDemoMeetsItsGatesAndEveryVerbWorksOnItsStudent()
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await Run("run", "--quick", "--json");
        Assert.True(code == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.True(report.GetProperty("retention").GetDouble() >= 0.95);
        var parity = report.GetProperty("parity").EnumerateArray().Where(row => row.GetProperty("skipped").ValueKind == JsonValueKind.Null).ToArray();
        Assert.True(parity.Length >= 2);
        Assert.All(parity, row => Assert.InRange(row.GetProperty("maxLogitDifference").GetDouble(), 0, 1e-4));

        (code, _, error) = await Run("run", "--quick");
        Assert.True(code == 0, error);
        Assert.Contains("teacher: unchanged, skipped", error, StringComparison.Ordinal);
        Assert.Contains("student: unchanged, skipped", error, StringComparison.Ordinal);

        var run = Path.Combine("artifacts", "runs", "demo-quick");
        var (student, test) = (Path.Combine(run, "student"), Path.Combine(run, "data", "test_data"));
        await Succeed("micro avg", "evaluate", student, "--data", test);
        await Succeed("\"micro\"", "evaluate", student, "--data", test, "--decode", "argmax", "--mode", "default", "--json", "--csv", folder.File("scores.csv"));
        Assert.StartsWith("kind,name,precision", File.ReadLines(folder.File("scores.csv")).First(), StringComparison.Ordinal);
        await Succeed("model.onnx", "export", student, "--opset", "17");
        await Succeed("pytorch_model.bin", "export", student, "--target", "pytorch");
        File.Delete(Path.Combine(folder.Path, student, "pytorch_model.bin"));
        await Succeed("SUCCESS", "convert", student);
        await Succeed("| onnx |", "validate", student, "--data", test);
        await Succeed("s/it", "benchmark", student, "--iterations", "2", "--batch", "2", "--length", "16", "--engines", "onnx");

        (code, output, error) = await Run("predict", student, "Clara Whitfield joined Acme Steel last spring .");
        Assert.True(code == 0, error);
        Assert.Contains("PER", output, StringComparison.Ordinal);
        (code, output, error) = await TinyBertProcess.RunAsync(["predict", student], folder.Path, "Anna\n\n小米公布了财报。\n");
        Assert.True(code == 0, error);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments) => TinyBertProcess.RunAsync(arguments, folder.Path);

        async Task Succeed(string expected, params string[] arguments)
        {
            var (exitCode, printed, errors) = await Run(arguments);
            Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {errors}");
            Assert.Contains(expected, printed, StringComparison.Ordinal);
        }
    }
}
