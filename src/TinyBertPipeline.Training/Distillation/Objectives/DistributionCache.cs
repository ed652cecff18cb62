using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>
/// What teachers said of sequences that come again, in a file of a bounded size: each sequence has its place, a check sum and then the
/// numbers, so that a place that was never (or only half) written is known. A resumed run finds what the interrupted one wrote.
/// </summary>
internal sealed class DistributionCache : IDisposable
{
    private readonly Dictionary<TaskExample, long> _places = new(ReferenceEqualityComparer.Instance);
    private readonly string _path;
    private readonly SafeFileHandle? _file;

    /// <param name="path">The file; it is made when it is absent.</param>
    /// <param name="recurring">The sequences that come again, always the same in the same order.</param>
    /// <param name="values">How many numbers a sequence has.</param>
    /// <param name="bytes">Size of the file at most: sequences that do not fit are not kept.</param>
    /// <exception cref="EnvironmentException">The file cannot be opened.</exception>
    public DistributionCache(string path, IEnumerable<TaskExample> recurring, Func<TaskExample, int> values, long bytes)
    {
        _path = path;
        var end = 0L;
        foreach (var example in recurring)
        {
            var size = sizeof(uint) + (long)sizeof(float) * values(example);
            if (end + size > bytes) break;
            if (_places.TryAdd(example, end)) end += size;
        }
        if (_places.Count == 0) return;
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("open", path, e);
        }
    }

    /// <summary>Reads what was kept of a sequence.</summary>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="EnvironmentException">The file cannot be read.</exception>
    public bool TryRead(TaskExample example, Span<float> values)
    {
        if (_file is null || !_places.TryGetValue(example, out var place)) return false;
        var bytes = new byte[sizeof(uint) + sizeof(float) * values.Length];
        try
        {
            if (RandomAccess.Read(_file, bytes, place) < bytes.Length) return false;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("read", _path, e);
        }
        if (MemoryMarshal.Read<uint>(bytes) != Check(bytes.AsSpan(sizeof(uint)))) return false;
        MemoryMarshal.Cast<byte, float>(bytes.AsSpan(sizeof(uint))).CopyTo(values);
        return true;
    }

    /// <summary>Keeps the numbers of a sequence, where it has a place.</summary>
    /// <exception cref="EnvironmentException">The disk is full or the file cannot be written.</exception>
    public void Write(TaskExample example, ReadOnlySpan<float> values)
    {
        if (_file is null || !_places.TryGetValue(example, out var place)) return;
        var bytes = new byte[sizeof(uint) + sizeof(float) * values.Length];
        MemoryMarshal.AsBytes(values).CopyTo(bytes.AsSpan(sizeof(uint)));
        var check = Check(bytes.AsSpan(sizeof(uint)));
        MemoryMarshal.Write(bytes, in check);
        try
        {
            RandomAccess.Write(_file, bytes, place);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("write", _path, e);
        }
    }

    public void Dispose() => _file?.Dispose();

    // Never 0, which is what a hole in the file reads as.
    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, uint>(bytes)) crc = BitOperations.Crc32C(crc, word);
        return crc | 1;
    }
}
