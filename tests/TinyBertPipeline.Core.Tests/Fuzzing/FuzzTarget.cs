namespace TinyBertPipeline.Core.Tests.Fuzzing;

/// <summary>A reader of untrusted files and what to feed it with.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="FileName">The name that the file must have.</param>
/// <param name="Seeds">Well-formed contents, from which damaged ones are made.</param>
/// <param name="Tokens">Pieces of the format, which damage also inserts.</param>
/// <param name="Read">Reads everything of the file at a path.</param>
internal sealed record FuzzTarget(string Name, string FileName, byte[][] Seeds, byte[][] Tokens, Action<string> Read)
{
    /// <summary>Makes the file of a damaged content, for example by giving it a right checksum again.</summary>
    public Func<byte[], byte[]> Wrap { get; init; } = content => content;

    /// <summary>Well-formed files that lie beside it.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Beside { get; init; } = [];
}
