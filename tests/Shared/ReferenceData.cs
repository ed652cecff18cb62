using System.Text.Json;

namespace TinyBertPipeline.Tests;

/// <summary>
/// The golden vectors: the folder in TINYBERT_REFERENCE, else <c>../shared/reference</c> beside the checkout. Tests take what the folder
/// holds, so that another set of the same layout can take its place, and skip with the reason where there is none.
/// </summary>
internal static class ReferenceData
{
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The folder with the inputs a user brings (models, datasets, corpora, reference).</summary>
    public static string InputsRoot { get; } =
        Environment.GetEnvironmentVariable("TINYBERT_INPUTS") ?? Path.Combine(RepositoryRoot, "..", "shared");

    public static string Root { get; } =
        Environment.GetEnvironmentVariable("TINYBERT_REFERENCE") ?? Path.Combine(InputsRoot, "reference");

    /// <summary>The path of a reference file or folder; skips the test when it is absent.</summary>
    public static string Require(params string[] parts) => RequirePath(Path.Combine([Root, .. parts]));

    /// <summary>The path of an input (model, data set, corpus); skips the test when it is absent.</summary>
    public static string RequireInput(params string[] parts) => RequirePath(Path.Combine([InputsRoot, .. parts]));

    public static JsonElement ReadJson(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(Require(parts))).RootElement;

    public static IEnumerable<JsonElement> ReadJsonLines(params string[] parts) =>
        File.ReadLines(Require(parts)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);

    private static string RequirePath(string path)
    {
        if (!Path.Exists(path)) Assert.Skip($"{Path.GetFullPath(path)} is absent (set TINYBERT_REFERENCE or TINYBERT_INPUTS)");
        return path;
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TinyBertPipeline.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"TinyBertPipeline.sln is in no folder above {AppContext.BaseDirectory}");
    }
}
