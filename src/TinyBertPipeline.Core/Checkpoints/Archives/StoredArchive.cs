using TinyBertPipeline.Core.Checkpoints.Storage;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Archives;

/// <summary>
/// A ZIP archive whose entries are all stored, as torch.save writes it. Stricter than <c>ZipArchive</c>: compressed or encrypted entries,
/// path-like or repeated names, overlaps and any disagreement between the directory and the entries are errors, so that no two readers can
/// see different contents and nothing is ever unpacked. The format: PKWARE APPNOTE.TXT 6.3.
/// </summary>
internal sealed class StoredArchive
{
    private const int BufferLength = 1 << 16;

    private readonly ModelFile _file;
    private readonly Dictionary<string, ArchiveEntry> _entries;
    private readonly HashSet<string> _verified = new(StringComparer.Ordinal);

    private StoredArchive(ModelFile file, Dictionary<string, ArchiveEntry> entries) => (_file, _entries) = (file, entries);

    public IReadOnlyDictionary<string, ArchiveEntry> Entries => _entries;

    /// <exception cref="InvalidInputException">The file is no such archive.</exception>
    public static StoredArchive Open(ModelFile file)
    {
        var directory = DirectoryEnd.Find(file);
        var entries = new Dictionary<string, ArchiveEntry>(StringComparer.Ordinal);
        var places = new List<(long Begin, ArchiveEntry Entry)>();
        foreach (var record in DirectoryRecord.ReadAll(file, directory))
        {
            var entry = record.Locate(file, directory.Begin);
            if (!entries.TryAdd(entry.Name, entry)) throw file.Refuse($"entry {Quote(entry.Name)} occurs twice");
            places.Add((record.LocalHeader, entry));
        }
        RefuseOverlaps(file, places);
        return new StoredArchive(file, entries);
    }

    /// <summary>Compares an entry's bytes with their checksum, once.</summary>
    /// <exception cref="InvalidInputException">They do not agree.</exception>
    public void Verify(ArchiveEntry entry)
    {
        if (!_verified.Add(entry.Name)) return;
        var crc = 0u;
        var buffer = new byte[(int)Math.Min(BufferLength, entry.Length)];
        for (var done = 0L; done < entry.Length; done += buffer.Length)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Length - done));
            _file.Read(entry.Begin + done, part);
            crc = Crc32.Append(crc, part);
        }
        if (crc != entry.Crc)
            throw _file.Refuse($"entry {Quote(entry.Name)} is damaged: its CRC-32 is {crc:x8}, the directory says {entry.Crc:x8}");
    }

    private static void RefuseOverlaps(ModelFile file, List<(long Begin, ArchiveEntry Entry)> places)
    {
        places.Sort((a, b) => a.Begin.CompareTo(b.Begin));
        for (var i = 1; i < places.Count; i++)
        {
            var previous = places[i - 1].Entry;
            if (previous.Begin + previous.Length > places[i].Begin)
                throw file.Refuse($"entries {Quote(previous.Name)} and {Quote(places[i].Entry.Name)} overlap");
        }
    }
}

/// <summary>A stored entry of an archive.</summary>
/// <param name="Name">Its name, parts separated by '/'.</param>
/// <param name="Begin">Where its bytes begin in the file.</param>
/// <param name="Length">Number of its bytes.</param>
/// <param name="Crc">CRC-32 of its bytes.</param>
internal sealed record ArchiveEntry(string Name, long Begin, long Length, uint Crc);
