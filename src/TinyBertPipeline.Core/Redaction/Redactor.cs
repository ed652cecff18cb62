using System.Security.Cryptography;
using System.Text;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Core.Redaction;

/// <summary>Replaces entities in a text and keeps everything else, character by character. Thread-safe.</summary>
public sealed class Redactor
{
    private const string Unnamed = "ENTITY";
    private const int HashBytes = 8;

    private readonly RedactionMode _mode;
    private readonly byte[] _key;

    /// <summary>Creates a redactor.</summary>
    /// <param name="mode">What takes the place of an entity.</param>
    /// <param name="key">
    /// Key of the hash (HMAC-SHA-256). Without a secret key anyone can find a hashed name by hashing a list of names.
    /// </param>
    public Redactor(RedactionMode mode, ReadOnlySpan<byte> key = default)
    {
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "unknown mode");
        (_mode, _key) = (mode, key.ToArray());
    }

    /// <summary>The text with its entities replaced.</summary>
    /// <param name="text">The text.</param>
    /// <param name="entities">Its entities, in any order; offsets are UTF-16.</param>
    /// <exception cref="ArgumentException">An entity lies outside of the text, cuts a surrogate pair or overlaps another.</exception>
    public string Redact(string text, IEnumerable<TextEntity> entities)
    {
        var result = new StringBuilder(text.Length);
        var position = 0;
        foreach (var (entity, replacement) in Replacements(text, entities))
        {
            result.Append(text, position, entity.Start - position).Append(replacement);
            position = entity.End;
        }
        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>The entities in the order of the text and what takes their place.</summary>
    internal IEnumerable<(TextEntity Entity, string Replacement)> Replacements(string text, IEnumerable<TextEntity> entities)
    {
        var end = 0;
        foreach (var entity in entities.OrderBy(entity => entity.Start))
        {
            if (entity.Start < end || entity.End <= entity.Start || entity.End > text.Length)
                throw new ArgumentException($"entity {entity.Start}..{entity.End} overlaps another or lies outside of 0..{text.Length}");
            if (IsInsidePair(text, entity.Start) || IsInsidePair(text, entity.End))
                throw new ArgumentException($"entity {entity.Start}..{entity.End} begins or ends inside of a character (a surrogate pair)");
            end = entity.End;
            yield return (entity, Replacement(entity.Type, text.AsSpan(entity.Start, entity.End - entity.Start)));
        }
    }

    private string Replacement(string type, ReadOnlySpan<char> text)
    {
        var name = type.Length == 0 ? Unnamed : type;
        return _mode switch
        {
            RedactionMode.Mask => new string('*', Characters(text)),
            RedactionMode.Type => $"[{name}]",
            _ => $"[{name}:{Hash(text)}]",
        };
    }

    private string Hash(ReadOnlySpan<char> text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text.ToArray())).AsSpan(0, HashBytes));

    private static int Characters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    private static bool IsInsidePair(string text, int offset) =>
        offset > 0 && offset < text.Length && char.IsHighSurrogate(text[offset - 1]) && char.IsLowSurrogate(text[offset]);
}

/// <summary>What takes the place of an entity.</summary>
public enum RedactionMode
{
    /// <summary>A <c>*</c> for each of its characters (code points): its length stays.</summary>
    Mask,

    /// <summary>Its type, as <c>[PER]</c>; <c>[ENTITY]</c> where types have no names.</summary>
    Type,

    /// <summary>
    /// Its type and a hash of its text, as <c>[PER:0123456789abcdef]</c>: equal texts stay equal, and can still be counted and joined.
    /// </summary>
    Hash,
}
