using System.Diagnostics;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>Runs the built program as a user does.</summary>
internal static class TinyBertProcess
{
    public static readonly string Program = FindProgram();

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, string? folder = null, string? input = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? ReferenceData.RepositoryRoot,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static string FindProgram()
    {
        var ours = AppContext.BaseDirectory.Replace("tests/TinyBertPipeline.Cli.Tests", "src/TinyBertPipeline.Cli", StringComparison.Ordinal)
            .Replace(@"tests\TinyBertPipeline.Cli.Tests", @"src\TinyBertPipeline.Cli", StringComparison.Ordinal);
        return Path.Combine(ours, "tinybert.dll");
    }
}
