using System.Text;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Reads <c>vocab.txt</c>. Only LF and CR LF end a line: other line separators of Unicode are pieces. Nothing is trimmed, a blank line is a
/// piece, so that no id shifts.
/// </summary>
internal static class VocabularyFile
{
    private const int MaxBytes = 1 << 26, MaxWarnings = 10;

    public static List<string> Read(string path)
    {
        var bytes = InputFile.ReadBytes(path, InputKind.Model, MaxBytes);
        var rest = bytes.AsSpan();
        if (rest is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw Invalid(path, null, "the file is UTF-16; a vocabulary is UTF-8");
        if (rest is [0xEF, 0xBB, 0xBF, ..]) rest = rest[3..];
        if (rest.IsEmpty) throw Invalid(path, null, "the file is empty; a vocabulary has one piece a line");
        var strict = new UTF8Encoding(false, true);
        var pieces = new List<string>();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            var offset = bytes.Length - rest.Length;
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line is [.., (byte)'\r']) line = line[..^1];
            if (pieces.Count == Vocabulary.MaxPieces)
                throw Invalid(path, pieces.Count + 1, $"a vocabulary has at most {Vocabulary.MaxPieces} pieces");
            pieces.Add(Decode(path, strict, line, pieces.Count + 1, offset));
        }
        return pieces;
    }

    public static void Write(string path, IEnumerable<string> pieces)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            if (piece.Contains('\n') || piece.EndsWith('\r'))
                throw Invalid(path, null, $"piece {UntrustedText.Quote(piece)} holds a line end, which this form of a vocabulary cannot");
            text.Append(piece).Append('\n');
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>A sentence for each piece that stands twice; of many the first few.</summary>
    public static List<string> Duplicates(List<string> pieces)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var warnings = new List<string>();
        for (var id = 0; id < pieces.Count && warnings.Count < MaxWarnings; id++)
        {
            if (lines.TryGetValue(pieces[id], out var earlier))
                warnings.Add($"piece {UntrustedText.Quote(pieces[id])} stands in lines {earlier + 1} and {id + 1}; the later one's id {id} is used");
            lines[pieces[id]] = id;
        }
        return warnings;
    }

    /// <summary>A sentence where pieces hold capitals although text is lower-cased before it is looked up.</summary>
    public static IEnumerable<string> UnreachableCapitals(List<string> pieces, TokenizerOptions options, SpecialPieces specials)
    {
        if (!options.Lowercase) yield break;
        var unreachable = pieces.Where(piece => !specials.All.Contains(piece) && piece is not ['[', .., ']'] && piece.EnumerateRunes().Any(IsCapital)).ToList();
        if (unreachable.Count == 0) yield break;
        yield return $"{unreachable.Count} pieces hold capitals, such as {UntrustedText.Quote(unreachable[0])}, but text is lower-cased, so that they are never met; "
            + "\"do_lower_case\": false in tokenizer_config.json keeps capitals";
    }

    private static bool IsCapital(Rune rune) => Rune.IsUpper(rune) && CharacterTable.ToLower(rune.Value) != rune.Value;

    private static string Decode(string path, UTF8Encoding strict, ReadOnlySpan<byte> line, int number, int offset)
    {
        var nul = line.IndexOf((byte)0);
        if (nul >= 0) throw Invalid(path, number, $"NUL character at byte {offset + nul}; a piece is plain text");
        try
        {
            return strict.GetString(line);
        }
        catch (DecoderFallbackException e)
        {
            throw Invalid(path, number, $"the byte at {offset + Math.Max(0, e.Index)} is not UTF-8; a vocabulary is UTF-8", e);
        }
    }

    private static InvalidInputException Invalid(string path, long? line, string message, Exception? inner = null) =>
        new(InputKind.Model, path, message, line, inner);
}
