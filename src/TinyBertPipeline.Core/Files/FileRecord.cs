using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Files;

/// <summary>A file of a folder as it was written.</summary>
/// <param name="Name">Its path below the folder, parts divided by <c>/</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">The hash of its content.</param>
internal sealed record FileRecord(string Name, long Bytes, string Sha256)
{
    /// <summary>The record of a file as it is.</summary>
    public static FileRecord Of(string folder, string name)
    {
        var path = PathIn(folder, name);
        return new FileRecord(name, new FileInfo(path).Length, FileHash.Sha256(path));
    }

    public static string PathIn(string folder, string name) => Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Whether a folder holds this very file: a plain one, reached without links, with this content.</summary>
    public bool IsIn(string folder)
    {
        var path = PathIn(folder, Name);
        return IsReachedWithoutLinks(folder, Name) && FileStatus.Of(path, follow: false).Kind == FileKind.Plain
            && new FileInfo(path).Length == Bytes && FileHash.Sha256(path) == Sha256;
    }

    /// <summary>Whether no folder between a folder and a file of it is a link, so that the file truly lies below.</summary>
    public static bool IsReachedWithoutLinks(string folder, string name)
    {
        var parts = name.Split('/');
        return Enumerable.Range(1, parts.Length - 1).Select(count => PathIn(folder, string.Join('/', parts[..count])))
            .All(parent => FileStatus.Of(parent, follow: false).Kind is FileKind.Folder or FileKind.Missing);
    }

    public JsonObject ToJson() => new() { ["name"] = Name, ["bytes"] = Bytes, ["sha256"] = Sha256 };

    /// <summary>Reads a list of records, whose names must lie below the folder.</summary>
    /// <exception cref="InvalidInputException">It is none; <paramref name="path"/> is named.</exception>
    public static IReadOnlyList<FileRecord> ReadAll(JsonNode? list, string path)
    {
        try
        {
            FileRecord[] records = [.. list!.AsArray().Select(entry => new FileRecord(CheckName(entry!["name"]!.GetValue<string>(), path),
                entry["bytes"]!.GetValue<long>(), entry["sha256"]!.GetValue<string>()))];
            if (records.DistinctBy(record => record.Name).Count() == records.Length) return records;
            throw new InvalidInputException(InputKind.Model, path, "names a file twice");
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException(InputKind.Model, path, $"not a list of files: {e.Message}", inner: e);
        }
    }

    private static string CheckName(string name, string path)
    {
        var isBelow = name.Length > 0 && !Path.IsPathRooted(name) && name.IndexOfAny(['\\', '\0', ':']) < 0
            && name.Split('/').All(part => part is not ("" or "." or ".."));
        return isBelow ? name : throw new InvalidInputException(
            InputKind.Model, path, $"names a file that is not below its folder: {UntrustedText.Quote(name)}");
    }
}
