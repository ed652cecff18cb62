namespace TinyBertPipeline.Core.Checkpoints.Archives;

/// <summary>A stored entry of an archive.</summary>
/// <param name="Name">Its name, parts separated by '/'.</param>
/// <param name="Begin">Where its bytes begin in the file.</param>
/// <param name="Length">Number of its bytes.</param>
/// <param name="Crc">CRC-32 of its bytes.</param>
internal sealed record ArchiveEntry(string Name, long Begin, long Length, uint Crc);
