namespace TinyBertPipeline.Core.Labeling;

/// <summary>Takes the labels of a set apart. Whether a label without a letter is one depends on the others.</summary>
internal static class LabelForms
{
    private const string Separators = "_/:.+|";

    /// <summary>Takes labels apart; where one cannot be, its index and the reason are in <paramref name="wrong"/>.</summary>
    /// <param name="labels">Different labels of one set or file.</param>
    /// <param name="scheme">The scheme, if it is known.</param>
    /// <param name="mayMix">Whether types without letters may stand beside types with letters.</param>
    /// <param name="tags">A tag for each label.</param>
    /// <param name="wrong">The label that cannot be used.</param>
    public static bool TryParse(
        IReadOnlyList<string> labels, TagScheme? scheme, bool mayMix, out Tag[] tags, out (int Index, string Reason) wrong)
    {
        tags = new Tag[labels.Count];
        for (var i = 0; i < tags.Length; i++) tags[i] = Parse(labels[i], scheme);
        wrong = Find(labels, tags, scheme, mayMix || scheme == TagScheme.Mixed);
        if (wrong.Index < 0 && !tags.Any(HasLetterAndType) && tags.Any(tag => tag.Letter == Tag.NoLetter))
        {
            // Beside LOC, the bare letters B or M are names of types like any other.
            tags = Array.ConvertAll(tags, tag => tag.Type.Length > 0 || tag == Tag.Outside ? tag : new Tag(Tag.NoLetter, tag.Letter.ToString()));
        }
        return wrong.Index < 0;
    }

    private static Tag Parse(string label, TagScheme? scheme)
    {
        if (label == "O") return Tag.Outside;
        return scheme != TagScheme.Plain && Tag.TryParse(label, out var tag) ? tag : new Tag(Tag.NoLetter, label);
    }

    private static (int Index, string Reason) Find(IReadOnlyList<string> labels, Tag[] tags, TagScheme? scheme, bool mayMix)
    {
        for (var i = 0; i < tags.Length; i++)
        {
            if (labels[i].Length == 0) return (i, "a label is empty");
            if (tags[i].Letter != Tag.NoLetter || scheme == TagScheme.Plain) continue;
            if (labels[i].StartsWith("LABEL_", StringComparison.Ordinal))
                return (i, $"'{labels[i]}' is no label of a tagger (valid: {Tag.ValidForms}): the model was saved without its labels");
            if (Tag.IsBroken(labels[i])) return (i, $"'{labels[i]}' is no label (valid: {Tag.ValidForms})");
        }
        var first = Array.FindIndex(tags, tag => tag.Letter == Tag.NoLetter);
        if (first < 0 || scheme == TagScheme.Plain) return (-1, "");
        var withLetters = tags.Where(HasLetterAndType).Select(tag => tag.Type).ToHashSet(StringComparer.Ordinal);
        var twice = Array.FindIndex(tags, tag => tag.Letter == Tag.NoLetter && withLetters.Contains(tag.Type));
        if (twice >= 0) return (twice, $"'{labels[twice]}' is no label (valid: {Tag.ValidForms}): other labels of its type have a letter");
        if (withLetters.Count > 0)
        {
            return mayMix ? (-1, "") : (first, $"'{labels[first]}' is no label (valid: {Tag.ValidForms}): other labels have a letter; "
                + "if this one is right, --scheme mixed takes a run of it as an entity");
        }
        return OtherNotation([.. labels.Where(label => label != "O")]) is not { } hint ? (-1, "")
            : (first, $"'{labels[first]}' {hint}; --scheme plain takes it as a type");
    }

    // Letters parted from the type by something else, written behind it, or in lower case: not types of their own.
    private static string? OtherNotation(string[] labels)
    {
        if (labels.All(label => label.Length > 2 && "BIESLUM".Contains(label[0]) && Separators.Contains(label[1])))
            return $"has its letter parted by '{labels[0][1]}'; expected a hyphen, as in '{labels[0][0]}-{labels[0][2..]}'";
        if (labels.All(label => label.Length > 2 && "bieslum".Contains(label[0]) && label[1] == '-'))
            return $"has its letter in lower case; expected '{char.ToUpperInvariant(labels[0][0])}{labels[0][1..]}'";
        if (labels.All(label => label.Length > 2 && "BIESLUM".Contains(label[^1]) && ("-" + Separators).Contains(label[^2])))
            return $"has its letter behind the type; expected '{labels[0][^1]}-{labels[0][..^2]}'";
        return null;
    }

    private static bool HasLetterAndType(Tag tag) => tag.Letter is not (Tag.NoLetter or 'O') && tag.Type.Length > 0;
}
