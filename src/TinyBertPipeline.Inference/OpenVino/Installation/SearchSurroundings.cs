using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>What the search for OpenVINO reads of the machine, so that tests can put another one in its place.</summary>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="CurrentFolder">The current folder.</param>
/// <param name="ApplicationFolder">The folder of the program.</param>
/// <param name="HomeFolder">The user's home.</param>
/// <param name="SystemPrefixes">Prefixes such as <c>/usr</c> below which a distribution installs Python packages.</param>
/// <param name="SystemLibraryFolders">Folders that the dynamic loader searches.</param>
internal sealed record SearchSurroundings(
    Func<string, string?> Variable,
    string CurrentFolder,
    string ApplicationFolder,
    string HomeFolder,
    IReadOnlyList<string> SystemPrefixes,
    IReadOnlyList<string> SystemLibraryFolders)
{
    public static SearchSurroundings OfProcess => new(
        Environment.GetEnvironmentVariable,
        Environment.CurrentDirectory,
        AppContext.BaseDirectory,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows() ? [] : ["/usr/local", "/usr"],
        LoaderFolders());

    private static string[] LoaderFolders()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var triplet = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        var configured = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return [.. configured, "/usr/local/lib", $"/usr/lib/{triplet}", $"/lib/{triplet}", "/usr/lib64", "/lib64", "/usr/lib", "/lib"];
    }
}
