using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class BenchmarkTrainingTests
{
    [Fact]
    public async Task TheReportHasTheRowsThatArePrinted()
    {
        using var folder = new TemporaryFolder();

        var (code, output, error) = await TinyBertProcess.RunAsync(
            ["benchmark-training", "--teacher", "1,8,2,16", "--student", "1,8,2,16", "--sentences", "4", "--passes", "1", "--json", "--report", "results/speed"],
            folder.Path);

        Assert.True(code == 0, error);
        var printed = JsonDocument.Parse(output).RootElement.GetProperty("rows");
        var written = JsonDocument.Parse(File.ReadAllText(folder.File(Path.Combine("results", "speed.json")))).RootElement;
        Assert.Equal(["fine-tuning", "distillation", "pre-training"], printed.EnumerateArray().Select(row => row.GetProperty("training").GetString()));
        Assert.True(JsonElement.DeepEquals(printed, written.GetProperty("rows")));
        Assert.Contains("| distillation | product |", File.ReadAllText(folder.File(Path.Combine("results", "speed.md"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--compare", "fast")]
    [InlineData(2, "--train", "absent")]
    [InlineData(2, "--student", "huge")]
    public async Task WrongValuesAreRefused(int expected, params string[] arguments)
    {
        var (code, _, error) = await TinyBertProcess.RunAsync(["benchmark-training", "--sentences", "1", "--passes", "1", .. arguments]);

        Assert.True(code == expected, $"{code}: {error}");
        Assert.Contains(arguments[1], error, StringComparison.Ordinal);
    }
}
