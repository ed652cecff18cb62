using System.Security.Cryptography;

namespace TinyBertPipeline.Core.Files;

/// <summary>Content hashes: what a derived file, a stage and <c>run.json</c> refer to their inputs by.</summary>
public static class FileHash
{
    /// <summary>The SHA-256 of a file's bytes, 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Sha256(string path)
    {
        using var stream = new FileStream(
            PipedInput.PathOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
