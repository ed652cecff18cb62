namespace TinyBertPipeline.Core.Data;

/// <summary>Tells kinds of files that are no text by their first bytes.</summary>
internal static class FileSignature
{
    /// <summary>So many bytes are enough.</summary>
    public const int Length = 8;

    /// <summary>What the file is and what to do with it; null where it is not known.</summary>
    public static string? Describe(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, ..] => "the file is compressed (gzip); unpack it first",
        [0x42, 0x5A, 0x68, ..] => "the file is compressed (bzip2); unpack it first",
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, ..] => "the file is compressed (xz); unpack it first",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "the file is compressed (zstd); unpack it first",
        [0x50, 0x4B, 0x03, 0x04, ..] => "the file is a zip archive, as .xlsx and .docx are too; unpack it, or save it as CSV",
        [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] =>
            "the file is compressed (zlib), as spaCy's DocBin (.spacy) is; write its texts and spans as JSON lines",
        [0x50, 0x41, 0x52, 0x31, ..] => "the file is Parquet; write it as JSON lines",
        [0x41, 0x52, 0x52, 0x4F, 0x57, 0x31, ..] or [0xFF, 0xFF, 0xFF, 0xFF, _, _, 0x00, 0x00, ..] =>
            "the file is Arrow; write it as JSON lines",
        [0x80, >= 0x02 and <= 0x05, ..] => "the file is a Python pickle, which is not read; write it as JSON lines",
        [0x89, 0x48, 0x44, 0x46, ..] => "the file is HDF5, not text",
        [0x25, 0x50, 0x44, 0x46, ..] => "the file is a PDF, not text",
        [0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, ..] => "the file is an SQLite data base, not text",
        _ => null,
    };
}
