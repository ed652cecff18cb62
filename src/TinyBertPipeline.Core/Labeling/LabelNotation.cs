using System.Diagnostics.CodeAnalysis;

namespace TinyBertPipeline.Core.Labeling;

/// <summary>Another way to write labels than <c>B-LOC</c>: the letter behind the type, in lower case, or parted by something else.</summary>
internal sealed class LabelNotation
{
    private const string Type = "LOC";

    private readonly string _separator;
    private readonly bool _isBehind;
    private readonly bool _isLower;

    private LabelNotation(string separator, bool isBehind, bool isLower) =>
        (_separator, _isBehind, _isLower) = (separator, isBehind, isLower);

    /// <summary>Reads B-LOC as the labels would write it: <c>B_LOC</c>, <c>LOC-B</c>, <c>b-LOC</c>, <c>BLOC</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelNotation? notation)
    {
        var isBehind = text.StartsWith(Type, StringComparison.Ordinal);
        notation = null;
        if (!isBehind && !text.EndsWith(Type, StringComparison.Ordinal)) return false;
        var mark = isBehind ? text[Type.Length..] : text[..^Type.Length];
        if (mark.Length == 0 || (isBehind ? mark[^1] : mark[0]) is not ('B' or 'b')) return false;
        notation = new LabelNotation(isBehind ? mark[..^1] : mark[1..], isBehind, mark.Contains('b', StringComparison.Ordinal));
        return true;
    }

    /// <summary>The label with its letter and a hyphen before its type; as it is where it is not written so.</summary>
    public string Read(string label)
    {
        if (label is "o" && _isLower) return "O";
        if (label.Length == 1 && IsLetter(label[0])) return label.ToUpperInvariant();
        if (label.Length < _separator.Length + 2 || !IsLetter(_isBehind ? label[^1] : label[0])) return label;
        var (letter, rest) = _isBehind ? (label[^1], label[..^1]) : (label[0], label[1..]);
        if (!(_isBehind ? rest.EndsWith(_separator, StringComparison.Ordinal) : rest.StartsWith(_separator, StringComparison.Ordinal)))
            return label;
        var type = _isBehind ? rest[..^_separator.Length] : rest[_separator.Length..];
        return $"{char.ToUpperInvariant(letter)}-{type}";
    }

    private bool IsLetter(char letter) => _isLower == char.IsLower(letter) && Tag.EntityLetters.Contains(char.ToUpperInvariant(letter));
}
