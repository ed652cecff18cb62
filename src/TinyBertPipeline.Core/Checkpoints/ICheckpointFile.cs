using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// A checkpoint that was opened: every tensor's type, shape and place have been checked against the file, and its bytes are read on demand.
/// One caller at a time.
/// </summary>
public interface ICheckpointFile : IDisposable
{
    /// <summary>The file that was opened; for shards their index.</summary>
    string Path { get; }

    /// <summary>The files with the weights: the file itself, or the shards in the order in which the index names them.</summary>
    IReadOnlyList<string> WeightFiles { get; }

    /// <summary>The tensors by their names in the file.</summary>
    IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Copies a tensor's elements, row-major and little-endian in their stored type.</summary>
    /// <param name="name">A key of <see cref="Entries"/>.</param>
    /// <param name="destination">Exactly as long as the tensor's <see cref="TensorEntry.ByteLength"/>.</param>
    /// <exception cref="ArgumentException">There is no such tensor, or the destination has another length.</exception>
    /// <exception cref="InvalidInputException">The file does not hold what its header promised.</exception>
    void CopyBytes(string name, Span<byte> destination);
}
