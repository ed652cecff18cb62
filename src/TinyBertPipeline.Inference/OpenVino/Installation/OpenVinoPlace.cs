namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>A place where OpenVINO may be installed.</summary>
/// <param name="Source">What names the place, for example <c>TINYBERT_OPENVINO</c>.</param>
/// <param name="Folder">The folder, or null when the source names none.</param>
internal sealed record OpenVinoPlace(string Source, string? Folder)
{
    public const string Named = "named folder";
    public const string Variable = "TINYBERT_OPENVINO";
    public const string Artifacts = "artifacts/openvino";
    public const string Python = "Python package openvino";
    public const string IntelVariable = "INTEL_OPENVINO_DIR";

    /// <summary>The places in the order in which they are tried. A folder that the caller names is the only one.</summary>
    public static IEnumerable<OpenVinoPlace> InOrder(string? folder, SearchSurroundings surroundings)
    {
        if (folder is not null) return [new OpenVinoPlace(Named, folder)];
        return
        [
            new OpenVinoPlace(Named, null),
            new OpenVinoPlace(Variable, NullIfEmpty(surroundings.Variable(Variable))),
            .. ArtifactFolders(surroundings).Select(path => new OpenVinoPlace(Artifacts, path)),
            .. PythonPrefixes(surroundings).Select(path => new OpenVinoPlace(Python, path)),
            new OpenVinoPlace(IntelVariable, NullIfEmpty(surroundings.Variable(IntelVariable))),
        ];
    }

    /// <summary>The named folder, those of the variable and the artifacts, in this order.</summary>
    public static IEnumerable<string> Installations(string? folder, SearchSurroundings surroundings)
    {
        string?[] named = [folder, NullIfEmpty(surroundings.Variable(Variable))];
        return named.OfType<string>().Concat(ArtifactFolders(surroundings));
    }

    private static IEnumerable<string> ArtifactFolders(SearchSurroundings surroundings)
    {
        string?[] roots = [RepositoryAbove(surroundings.CurrentFolder), surroundings.CurrentFolder, RepositoryAbove(surroundings.ApplicationFolder)];
        return roots.OfType<string>().Select(root => Path.GetFullPath(Path.Combine(root, "artifacts", "openvino"))).Distinct();
    }

    private static string? RepositoryAbove(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (File.Exists(Path.Combine(current.FullName, "TinyBertPipeline.sln"))) return current.FullName;
        }
        return null;
    }

    // An active environment first, then every Python on the path, then the user's and the system's packages.
    private static IEnumerable<string> PythonPrefixes(SearchSurroundings surroundings)
    {
        var onPath = (surroundings.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string?[] prefixes =
        [
            NullIfEmpty(surroundings.Variable("VIRTUAL_ENV")),
            NullIfEmpty(surroundings.Variable("CONDA_PREFIX")),
            .. onPath.Where(bin => File.Exists(Path.Combine(bin, "python3"))).Select(Path.GetDirectoryName),
            .. onPath.Where(bin => File.Exists(Path.Combine(bin, "python.exe"))),
            Path.Combine(surroundings.HomeFolder, ".local"),
            .. surroundings.SystemPrefixes,
        ];
        return prefixes.OfType<string>().Distinct();
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
