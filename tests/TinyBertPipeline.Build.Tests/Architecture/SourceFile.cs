using System.Text.RegularExpressions;

namespace TinyBertPipeline.Build.Tests.Architecture;

/// <summary>A file of the product as text: its folder's namespace, the types it declares, the words it uses.</summary>
internal sealed partial class SourceFile
{
    private SourceFile(string path)
    {
        Path = path;
        var code = Comment().Replace(Literal().Replace(File.ReadAllText(path), "\"\""), "");
        Namespace = NamespaceLine().Match(code) is { Success: true } found ? found.Groups[1].Value : "";
        Imports = [.. Import().Matches(code).Select(import => import.Groups[1].Value)];
        Types = [.. Declaration().Matches(code).Select(type => type.Groups[1].Value)];
        // Not what stands behind a dot: members are called like types.
        Words = [.. Word().Matches(NamespaceLine().Replace(Import().Replace(code, ""), "")).Select(word => word.Value)];
    }

    public string Path { get; }

    public string Namespace { get; }

    public HashSet<string> Imports { get; }

    public IReadOnlyList<string> Types { get; }

    public HashSet<string> Words { get; }

    /// <summary>Whether the types of a namespace can be named here without it: an import, or a namespace around this one.</summary>
    public bool Sees(string other) => Imports.Contains(other) || Namespace.StartsWith(other + ".", StringComparison.Ordinal);

    /// <summary>The files of a project.</summary>
    public static IReadOnlyList<SourceFile> Of(string project) =>
    [
        .. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Where(path => !System.IO.Path.GetRelativePath(project, path).Split(System.IO.Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal).Select(path => new SourceFile(path)),
    ];

    [GeneratedRegex(@"//.*|/\*[^*]*\*/")] private static partial Regex Comment();

    [GeneratedRegex(@"""(\\.|[^""\\\n])*""")] private static partial Regex Literal();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)] private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)] private static partial Regex Import();

    [GeneratedRegex(@"^(?:public |internal |file |static |sealed |abstract |readonly |partial |unsafe |ref )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    // Not what stands behind a dot, behind a type (a member's or parameter's own name), or before a single = or : (a member that is set).
    [GeneratedRegex(@"(?<![\w.])(?<!\b(?!(?:new|is|as|in|out|ref|return|await|throw|case|where|not|or|and|params|readonly|static|sealed|public|private|internal|protected|required|override|abstract|virtual|async|operator|implicit|explicit|using|this|const|extern|unsafe|partial|class|struct|record|interface|enum|yield|else|do|when|typeof|default|from|select|let|join|on|equals|by|into|orderby|group)\b)\w+[\]>?]*\s)[A-Z]\w*\b(?!\s*(?:=(?![=>])|:(?!:)))")]
    private static partial Regex Word();
}
