using System.Diagnostics.CodeAnalysis;

namespace TinyBertPipeline.Core.Labeling;

/// <summary>Takes the labels of a set apart. Whether a label without a letter is one depends on the others.</summary>
internal static class LabelForms
{
    private const string Separators = "_/:.+|";

    /// <summary>Takes labels apart; where one cannot be, <paramref name="fault"/> tells which and why.</summary>
    /// <param name="labels">Different labels of one set or file.</param>
    /// <param name="scheme">The scheme, if it is known.</param>
    /// <param name="mayMix">Whether types without letters may stand beside types with letters.</param>
    /// <param name="tags">A tag for each label.</param>
    /// <param name="fault">The label that cannot be used.</param>
    public static bool TryParse(
        IReadOnlyList<string> labels, TagScheme? scheme, bool mayMix, out Tag[] tags, [NotNullWhen(false)] out LabelFault? fault)
    {
        tags = [.. labels.Select(label => Parse(label, scheme))];
        fault = FindEmpty(labels) ?? (scheme == TagScheme.Plain ? null : Find(labels, tags, mayMix || scheme == TagScheme.Mixed));
        if (fault is null && !tags.Any(HasLetterAndType) && tags.Any(tag => tag.Letter == Tag.NoLetter))
        {
            // Beside LOC, the bare letters B or M are names of types like any other.
            tags = Array.ConvertAll(
                tags, tag => tag.Type.Length > 0 || tag == Tag.Outside ? tag : new Tag(Tag.NoLetter, tag.Letter.ToString()));
        }
        return fault is null;
    }

    private static Tag Parse(string label, TagScheme? scheme)
    {
        if (label == "O") return Tag.Outside;
        return scheme != TagScheme.Plain && Tag.TryParse(label, out var tag) ? tag : new Tag(Tag.NoLetter, label);
    }

    private static LabelFault? FindEmpty(IReadOnlyList<string> labels)
    {
        var index = labels.ToList().IndexOf("");
        return index < 0 ? null : new LabelFault(index, "a label is empty");
    }

    private static LabelFault? Find(IReadOnlyList<string> labels, Tag[] tags, bool mayMix)
    {
        int[] bare = [.. Enumerable.Range(0, tags.Length).Where(i => tags[i].Letter == Tag.NoLetter)];
        if (bare.Length == 0) return null;
        foreach (var i in bare)
        {
            if (labels[i].StartsWith("LABEL_", StringComparison.Ordinal)) return NoLabel(i, ": the model was saved without its labels");
            if (Tag.IsBroken(labels[i])) return NoLabel(i, "");
        }
        var withLetters = tags.Where(HasLetterAndType).Select(tag => tag.Type).ToHashSet(StringComparer.Ordinal);
        foreach (var i in bare)
        {
            if (withLetters.Contains(tags[i].Type)) return NoLabel(i, ": other labels of its type have a letter");
        }
        if (withLetters.Count > 0) return mayMix ? null : NoLabel(bare[0], ": other labels have a letter", TagScheme.Mixed);
        return OtherNotation([.. labels.Where(label => label != "O")]) is { } notation
            ? new LabelFault(bare[0], notation, TagScheme.Plain)
            : null;

        LabelFault NoLabel(int index, string reason, TagScheme? otherwise = null) =>
            new(index, $"is no label (valid: {Tag.ValidForms}){reason}", otherwise);
    }

    // Letters parted from the type by something else, written behind it, or in lower case: not types of their own.
    private static string? OtherNotation(string[] labels)
    {
        var first = labels[0];
        if (labels.All(label => label.Length > 2 && "BIESLUM".Contains(label[0]) && Separators.Contains(label[1])))
            return $"has its letter parted by '{first[1]}'; expected a hyphen, as in '{first[0]}-{first[2..]}'";
        if (labels.All(label => label.Length > 2 && "bieslum".Contains(label[0]) && label[1] == '-'))
            return $"has its letter in lower case; expected '{char.ToUpperInvariant(first[0])}{first[1..]}'";
        if (labels.All(label => label.Length > 2 && "BIESLUM".Contains(label[^1]) && ("-" + Separators).Contains(label[^2])))
            return $"has its letter behind the type; expected '{first[^1]}-{first[..^2]}'";
        return null;
    }

    private static bool HasLetterAndType(Tag tag) => tag.Letter is not (Tag.NoLetter or 'O') && tag.Type.Length > 0;
}

/// <summary>A label that cannot be used.</summary>
/// <param name="Index">Its place among the labels.</param>
/// <param name="Reason">What is wrong with it, to stand behind the label.</param>
/// <param name="Otherwise">The scheme under which it could be used; null where there is none.</param>
internal sealed record LabelFault(int Index, string Reason, TagScheme? Otherwise = null)
{
    /// <summary>What a user can do, if anything.</summary>
    public Remedy? Remedy => Otherwise is { } scheme ? new Remedy(RemedyKind.GiveScheme, scheme.ToString().ToLowerInvariant()) : null;
}
