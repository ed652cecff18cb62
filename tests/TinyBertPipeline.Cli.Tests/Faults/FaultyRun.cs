namespace TinyBertPipeline.Cli.Tests.Faults;

/// <summary>The program under a shell, whose redirections, limits and other users are the faults.</summary>
internal static class FaultyRun
{
    /// <summary>The program's command for a shell.</summary>
    public static string Program { get; } = $"dotnet '{TinyBertProcess.Program}'";

    public static Task<(int ExitCode, string Output, string Error)> ShellAsync(string folder, string script) =>
        ChildProcess.RunAsync("bash", ["-c", script], folder);

    /// <summary>What is wrong with how a run ended, or null: its exit code is another one, or it printed a trace.</summary>
    public static string? Judge(string what, (int ExitCode, string Output, string Error) run, params int[] exitCodes)
    {
        if (!exitCodes.Contains(run.ExitCode)) return $"{what}: exit code {run.ExitCode}: {run.Error.ReplaceLineEndings(" ")}";
        return run.Error.Contains("\n   at ", StringComparison.Ordinal) ? $"{what}: a trace: {run.Error.ReplaceLineEndings(" ")}" : null;
    }

    /// <summary>What of ours is left in a folder that no run is at work in.</summary>
    public static string? Leftovers(string what, string folder)
    {
        string[] left = [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))
            .Where(name => Path.GetFileName(name) is "run.lock" || Path.GetFileName(name).EndsWith(".tmp", StringComparison.Ordinal)
                || name.EndsWith(".new", StringComparison.Ordinal) || name.EndsWith("update.json", StringComparison.Ordinal))];
        return left.Length == 0 ? null : $"{what}: left behind: {string.Join(", ", left)}";
    }

    /// <summary>Skips a trial that needs root.</summary>
    public static void RequireRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "not root on Linux");

    /// <summary>Skips a trial that needs a program.</summary>
    public static async Task RequireAsync(string program)
    {
        var (code, _, _) = await ShellAsync(Path.GetTempPath(), $"command -v {program}");
        Assert.SkipUnless(code == 0, $"{program} is not installed");
    }
}
