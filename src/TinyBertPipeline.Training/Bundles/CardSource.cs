using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>A model that another was made from.</summary>
/// <param name="Role">What it was, for example "started from".</param>
/// <param name="Name">The name of its folder.</param>
/// <param name="Licence">Its licence where the folder states one, as <c>license:</c> in its <c>README.md</c> or in a file <c>LICENSE</c>.</param>
internal sealed record CardSource(string Role, string Name, string? Licence)
{
    private const int MostBytes = 1 << 16;
    private const int LongestLicence = 80;
    private const string Key = "license:";

    private static readonly string[] _licenceFiles = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"];

    /// <summary>Those that are given.</summary>
    public static IReadOnlyList<CardSource> List(params IEnumerable<(string Role, string? Folder)> sources) =>
        [.. sources.Where(source => !string.IsNullOrEmpty(source.Folder)).Select(source => Of(source.Role, source.Folder!))];

    private static CardSource Of(string role, string folder) =>
        new(role, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), OfCard(folder) ?? OfLicenceFile(folder));

    // The lines between two lines of --- at the beginning, as the model hub has them.
    private static string? OfCard(string folder)
    {
        var lines = Read(Path.Combine(folder, "README.md")).Select(line => line.TrimEnd()).ToArray();
        if (lines.FirstOrDefault() != "---") return null;
        var stated = lines.Skip(1).TakeWhile(line => line != "---").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return stated is null ? null : Plain(stated[Key.Length..].Trim().Trim('"', '\''));
    }

    private static string? OfLicenceFile(string folder) => _licenceFiles.Select(name => Path.Combine(folder, name))
        .SelectMany(path => Read(path).Where(line => !string.IsNullOrWhiteSpace(line)).Take(1)).Select(line => Plain(line.Trim(' ', '#', '*'))).FirstOrDefault();

    private static string[] Read(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using var file = new StreamReader(path);
            var buffer = new char[MostBytes];
            return new string(buffer, 0, file.ReadBlock(buffer)).Split('\n');
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            return [];      // then the folder states none
        }
    }

    // It goes into a document that programs read: letters, digits and what stands in names of licences.
    private static string? Plain(string text)
    {
        var plain = new string([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or '+' or '(' or ')' or ',')]).Trim();
        return plain.Length == 0 ? null : plain[..Math.Min(plain.Length, LongestLicence)];
    }
}
