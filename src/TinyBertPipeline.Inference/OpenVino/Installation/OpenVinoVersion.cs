using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>Reads OpenVINO's version from a build string and from a library's file name.</summary>
internal static partial class OpenVinoVersion
{
    /// <summary>The first release with the functions that are called and this numbering of element types.</summary>
    public static Version Needed { get; } = new(2026, 4, 0);

    /// <summary>The version at the start of a build string such as <c>2026.4.1-22982-e213a147257-releases/2026/4</c>, or null.</summary>
    public static Version? OfBuild(string build)
    {
        var match = BuildPattern().Match(build);
        return match.Success ? Create(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value) : null;
    }

    /// <summary>The version in a file name (<c>.so.2641</c>, <c>.so.2026.4.1</c>, <c>.2641.dylib</c>), or null when the name has none.</summary>
    public static Version? OfFileName(string name)
    {
        var dotted = DottedPattern().Match(name);
        if (dotted.Success) return Create(dotted.Groups[1].Value, dotted.Groups[2].Value, dotted.Groups[3].Value);
        var compact = CompactPattern().Match(name);
        return compact.Success ? Create("20" + compact.Groups[1].Value, compact.Groups[2].Value, compact.Groups[3].Value) : null;
    }

    private static Version Create(string year, string release, string patch) => new(Number(year), Number(release), Number(patch));

    private static int Number(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(20\d\d)\.(\d{1,2})(?:\.(\d{1,3}))?(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex BuildPattern();

    [GeneratedRegex(@"\.(20\d\d)\.(\d{1,2})(?:\.(\d{1,3}))?(?:\.dylib)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DottedPattern();

    [GeneratedRegex(@"\.(\d\d)(\d)(\d)(?:\.dylib)?$", RegexOptions.CultureInvariant)]
    private static partial Regex CompactPattern();
}
