using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// Which files of a folder this program wrote, with sizes and hashes, in the folder's file <c>.tinybert-files.json</c>. Only these are
/// replaced or removed unasked, and only while they are as they were written: a file that the user has brought or changed is the user's.
/// </summary>
public static class WrittenFiles
{
    /// <summary>The list's name in the folder.</summary>
    public const string FileName = Leftovers.Prefix + "files.json";

    private const int Format = 1;

    /// <summary>Refuses to write into a folder where that would replace a file that is not ours.</summary>
    /// <param name="folder">The folder; it may be absent.</param>
    /// <param name="names">The files to be written, as paths below it.</param>
    /// <param name="overwrite">Whether the user said that all may be replaced; links and devices still may not.</param>
    /// <exception cref="InvalidInputException">It would; the message names the files and says what to do (exit code 2).</exception>
    public static void ThrowIfForeign(string folder, IEnumerable<string> names, bool overwrite = false)
    {
        var ours = Read(folder).ToDictionary(record => record.Name);
        var (foreign, odd) = (new List<string>(), new List<string>());
        foreach (var name in names)
        {
            var kind = FileStatus.Of(FileRecord.PathIn(folder, name), follow: false).Kind;
            if (kind is not (FileKind.Missing or FileKind.Plain) || !FileRecord.IsReachedWithoutLinks(folder, name)) odd.Add(name);
            else if (kind == FileKind.Plain && !overwrite && ours.GetValueOrDefault(name)?.IsIn(folder) != true) foreign.Add(name);
        }
        if (odd.Count > 0)
        {
            throw new InvalidInputException(InputKind.Configuration, folder,
                $"{UntrustedText.Quote(odd)} is no plain file in it but a link, folder or device, and is not replaced");
        }
        if (foreign.Count == 0) return;
        throw new InvalidInputException(InputKind.Configuration, folder,
            $"holds {UntrustedText.Quote(foreign)}, which this program has not written, or which was changed since")
        {
            Remedy = new Remedy(RemedyKind.Overwrite, folder),
        };
    }

    /// <summary>Whether a folder has a list.</summary>
    public static bool HasList(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Those files of a folder, below it at any depth, that are not ours as we wrote them.</summary>
    /// <exception cref="InvalidInputException">The folder's list is broken.</exception>
    public static IReadOnlyList<string> Foreign(string folder)
    {
        var ours = Read(folder).ToDictionary(record => record.Name);
        return [.. NamesIn(folder).Where(name => ours.GetValueOrDefault(name)?.IsIn(folder) != true)];
    }

    /// <summary>Writes the list of a folder in which all files are ours.</summary>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public static void ListAll(string folder) =>
        AtomicFile.WriteText(Path.Combine(folder, FileName), ToText(NamesIn(folder).Select(name => FileRecord.Of(folder, name))));

    /// <summary>The list of a folder; empty where there is none.</summary>
    /// <exception cref="InvalidInputException">There is a file of that name which is no such list.</exception>
    internal static IReadOnlyList<FileRecord> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return [];
        var json = JsonFile.ReadObject(path, InputKind.Model);
        if (json["format"] is not JsonValue format || !format.TryGetValue(out int number) || number != Format)
            throw new InvalidInputException(InputKind.Model, path, $"is no list of written files of format {Format}; remove it");
        return FileRecord.ReadAll(json["files"], path);
    }

    private static IEnumerable<string> NamesIn(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(name => !name.Contains(Leftovers.Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    internal static string ToText(IEnumerable<FileRecord> records) => new JsonObject
    {
        ["format"] = Format,
        ["files"] = new JsonArray([.. records.OrderBy(record => record.Name, StringComparer.Ordinal).Select(record => record.ToJson())]),
    }.ToJsonString() + "\n";
}
