namespace TinyBertPipeline.Core.Configuration;

/// <summary>
/// The folder below which configs name their inputs (models, data sets, raw text): the one that the user names, else TINYBERT_INPUTS,
/// else <c>../shared</c>. A path that exists as it stands, or is absolute, is taken as it is.
/// </summary>
public static class InputsRoot
{
    /// <summary>The folder in force.</summary>
    public static string Choose(string? option) =>
        option ?? (Environment.GetEnvironmentVariable("TINYBERT_INPUTS") is { Length: > 0 } root ? root : Path.Combine("..", "shared"));

    /// <summary>The full path of an input of a config.</summary>
    /// <exception cref="InvalidInputException">It exists neither as it stands nor below the inputs root.</exception>
    public static string Resolve(string path, string root)
    {
        if (path.Length == 0) throw new InvalidInputException(InputKind.Configuration, null, "the path of an input is empty");
        return Find(path, root)
            ?? throw new InvalidInputException(InputKind.Configuration, path, Absent(root)) { Remedy = new Remedy(RemedyKind.GiveInputsRoot) };
    }

    /// <summary>The full path of an input of a config, or null where there is none.</summary>
    public static string? Find(string path, string root) =>
        new[] { path, Path.Combine(root, path) }.FirstOrDefault(Path.Exists) is { } found ? Path.GetFullPath(found) : null;

    /// <summary>What is said of an input that there is not.</summary>
    public static string Absent(string root) => $"no such file or folder here or below the inputs root {Path.GetFullPath(root)}";
}
