using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>
/// What a wheel says of itself (PEP 427): package, version, platform tags, and in <c>RECORD</c> the SHA-256 and size of every file. Nothing
/// is unpacked that the record does not list, nor one byte more than it lists.
/// </summary>
internal sealed class WheelRecord
{
    private const int LargestText = 16 << 20;

    private readonly string _wheelFile;
    private readonly Dictionary<string, (string Hash, long Size)> _files;

    private WheelRecord(string wheelFile, string package, string version, string[] tags, Dictionary<string, (string, long)> files) =>
        (_wheelFile, Package, Version, Tags, _files) = (wheelFile, package, version, tags, files);

    public string Package { get; }

    public string Version { get; }

    public IReadOnlyList<string> Tags { get; }

    /// <exception cref="InvalidInputException">An entry would leave the folder, or a part of the record is missing or not of its form.</exception>
    public static WheelRecord Read(string wheelFile, ZipArchive zip)
    {
        foreach (var entry in zip.Entries)
        {
            if (IsUnsafe(entry.FullName))
                throw OpenVinoWheel.Refuse(wheelFile, $"unsafe: the entry '{entry.FullName}' would be written outside of the folder");
        }
        var record = zip.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(".dist-info/RECORD", StringComparison.Ordinal))
            ?? throw OpenVinoWheel.Refuse(wheelFile, "is no wheel: it has no RECORD");
        var info = record.FullName[..^"RECORD".Length];
        var metadata = ReadLines(wheelFile, zip.GetEntry(info + "METADATA"));
        return new WheelRecord(
            wheelFile,
            ValueOf(metadata, "Name: ").FirstOrDefault() ?? "",
            ValueOf(metadata, "Version: ").FirstOrDefault() ?? "",
            [.. ValueOf(ReadLines(wheelFile, zip.GetEntry(info + "WHEEL")), "Tag: ")],
            ReadFiles(ReadLines(wheelFile, record)));
    }

    /// <summary>Unpacks one entry and compares it with the record.</summary>
    public void Extract(ZipArchiveEntry entry, string path)
    {
        if (!_files.TryGetValue(entry.FullName, out var expected))
            throw OpenVinoWheel.Refuse(_wheelFile, $"'{entry.FullName}' is not listed in RECORD");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var source = entry.Open())
        using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (target.Position + read > expected.Size)
                    throw OpenVinoWheel.Refuse(_wheelFile, $"'{entry.FullName}' is longer than RECORD says ({expected.Size} bytes)");
                hash.AppendData(buffer, 0, read);
                target.Write(buffer, 0, read);
            }
        }
        var actual = Convert.ToBase64String(hash.GetHashAndReset()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        if (actual != expected.Hash) throw OpenVinoWheel.Refuse(_wheelFile, $"'{entry.FullName}' is damaged: its SHA-256 is not the one in RECORD");
    }

    private static bool IsUnsafe(string name) =>
        name.Length == 0 || name[0] == '/' || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal)
        || name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Contains("..");

    // A line is path,sha256=HASH,SIZE; the record's own line has neither hash nor size.
    private static Dictionary<string, (string Hash, long Size)> ReadFiles(IReadOnlyList<string> lines)
    {
        var files = new Dictionary<string, (string, long)>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var parts = line.Split(',');
            if (parts.Length < 3 || !parts[^2].StartsWith("sha256=", StringComparison.Ordinal)) continue;
            if (!long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) continue;
            files[string.Join(',', parts[..^2]).Trim('"')] = (parts[^2]["sha256=".Length..], size);
        }
        return files;
    }

    private static IEnumerable<string> ValueOf(IReadOnlyList<string> lines, string key) =>
        lines.TakeWhile(line => line.Length > 0).Where(line => line.StartsWith(key, StringComparison.Ordinal)).Select(line => line[key.Length..].Trim());

    private static List<string> ReadLines(string wheelFile, ZipArchiveEntry? entry)
    {
        if (entry is null) throw OpenVinoWheel.Refuse(wheelFile, "is no wheel: its dist-info is not complete");
        if (entry.Length > LargestText) throw OpenVinoWheel.Refuse(wheelFile, $"'{entry.FullName}' is larger than a wheel's text");
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        var lines = new List<string>();
        var length = 0L;
        while (reader.ReadLine() is { } line)
        {
            length += line.Length;
            if (length > LargestText) throw OpenVinoWheel.Refuse(wheelFile, $"'{entry.FullName}' is larger than a wheel's text");
            lines.Add(line);
        }
        return lines;
    }
}
