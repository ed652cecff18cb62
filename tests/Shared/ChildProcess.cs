using System.Diagnostics;

namespace TinyBertPipeline.Tests;

/// <summary>Runs a program to its end and gives what it printed.</summary>
internal static class ChildProcess
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string file, string[] arguments, string folder, string? input = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        // What the build around a test run says of itself is not meant for a build inside it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>As <see cref="RunAsync"/>, for a program that must end with exit code 0.</summary>
    public static async Task<string> SucceedAsync(string file, string[] arguments, string folder)
    {
        var (code, output, error) = await RunAsync(file, arguments, folder);
        Assert.True(code == 0, $"{file} {string.Join(' ', arguments)}: exit code {code}\n{error}\n{output}");
        return output;
    }
}
