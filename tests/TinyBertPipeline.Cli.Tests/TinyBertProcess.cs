using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>Runs the built program as a user does.</summary>
internal static class TinyBertProcess
{
    public static readonly string Program = FindProgram();

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] arguments, string? folder = null, string? input = null, string? program = null) =>
        ChildProcess.RunAsync("dotnet", [program ?? Program, .. arguments], folder ?? ReferenceData.RepositoryRoot, input);

    /// <summary>Runs the program, which must end with exit code 0, and gives its standard output.</summary>
    public static async Task<string> SucceedAsync(string[] arguments, string? folder = null, string? program = null)
    {
        var (code, output, error) = await RunAsync(arguments, folder, program: program);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: exit code {code}\n{error}");
        return output;
    }

    /// <summary>The folder of OpenVINO's libraries that doctor finds; skips the test, with the reason, when there is none.</summary>
    public static async Task<string> RequireOpenVinoAsync()
    {
        var report = JsonDocument.Parse((await RunAsync(["doctor", "--json"])).Output).RootElement;
        var openVino = report.GetProperty("inference").EnumerateArray().Single(library => library.GetProperty("name").GetString() == "OpenVINO");
        if (!openVino.GetProperty("isUsable").GetBoolean()) Assert.Skip($"OpenVINO: {openVino.GetProperty("fault").GetString()}");
        return Path.GetDirectoryName(openVino.GetProperty("path").GetString())!;
    }

    private static string FindProgram()
    {
        var ours = AppContext.BaseDirectory.Replace("tests/TinyBertPipeline.Cli.Tests", "src/TinyBertPipeline.Cli", StringComparison.Ordinal)
            .Replace(@"tests\TinyBertPipeline.Cli.Tests", @"src\TinyBertPipeline.Cli", StringComparison.Ordinal);
        return Path.Combine(ours, "tinybert.dll");
    }
}
