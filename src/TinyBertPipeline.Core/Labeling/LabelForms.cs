using System.Diagnostics.CodeAnalysis;

namespace TinyBertPipeline.Core.Labeling;

/// <summary>Takes the labels of a set apart. Whether a label without a letter is one depends on the others.</summary>
internal static class LabelForms
{
    private const string Letters = Tag.EntityLetters, Separators = "_/:.+|";

    // What else stands for O.
    private static readonly HashSet<string> _outsides = new(StringComparer.OrdinalIgnoreCase)
    {
        "o", "out", "outside", "other", "none", "null", "nil", "na", "n/a", "nan", "_", "-", "*", "0",
    };

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

    /// <summary>The one label that likely stands for O, which is missing; null where there is none or a choice.</summary>
    public static string? OutsideOf(IReadOnlyCollection<string> labels)
    {
        if (labels.Contains("O")) return null;
        string[] likely = [.. labels.Where(_outsides.Contains)];
        return likely.Length == 1 ? likely[0] : null;
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
        var outside = bare.Where(i => _outsides.Contains(labels[i])).DefaultIfEmpty(-1).First();
        if (withLetters.Count > 0)
        {
            if (mayMix) return null;
            return outside < 0 ? NoLabel(bare[0], ": other labels have a letter", TagScheme.Mixed)
                : NoLabel(outside, ": other labels have a letter") with { Outside = labels[outside] };
        }
        string[] types = [.. labels.Where((label, i) => label != "O" && i != outside)];
        if (types.Length > 0 && OtherNotation(types) is { } notation)
            return new LabelFault(Array.IndexOf([.. labels], types[0]), notation.Reason, TagScheme.Plain) { WrittenAs = notation.As };
        if (mayMix || labels.Contains("O")) return null;
        if (types.Length == 0) return new LabelFault(outside, "is the only label: another column holds the labels, or the file has none");
        // A column of anything at all would be a column of types: words outside of entities tell them apart.
        return outside >= 0 && !types.Any(type => type.Contains('=', StringComparison.Ordinal))
            ? new LabelFault(outside, "seems to be the label of words outside of entities, which is O") { Outside = labels[outside] }
            : types.All(IsName) ? null
            : new LabelFault(Array.IndexOf([.. labels], types.First(type => !IsName(type))),
                "is no label, or O is missing, the label of words outside of entities: is the right column taken?",
                TagScheme.Plain);

        LabelFault NoLabel(int index, string reason, TagScheme? otherwise = null) =>
            new(index, $"is no label (valid: {Tag.ValidForms}){reason}", otherwise);
    }

    // PER, ORG_2: what a column of words does not hold.
    private static bool IsName(string type) =>
        char.IsAsciiLetterUpper(type[0]) && type.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '.');

    // Letters parted from the type by something else, written behind it, joined to it, in lower case, or all in quotes: not types of their
    // own.
    private static (string Reason, string? As)? OtherNotation(string[] labels)
    {
        var first = labels[0];
        if (labels.All(label => label.Length > 2 && label[0] == '"' && label[^1] == '"'))
            return ("stands in quotes, which columns do not have: a label is all between tabs or spaces", null);
        if (labels.All(label => label.Length == 1 && char.IsLower(label[0]) && Letters.Contains(char.ToUpperInvariant(label[0]))))
            return ($"is a letter in lower case; expected '{char.ToUpperInvariant(first[0])}'", "b-LOC");
        if (labels.Any(label => label.Length < 3)) return null;
        if (labels.All(label => Letters.Contains(label[0]) && Separators.Contains(label[1])))
            return ($"has its letter parted by '{first[1]}'; expected a hyphen, as in '{first[0]}-{first[2..]}'", $"B{first[1]}LOC");
        if (labels.All(label => char.IsLower(label[0]) && Letters.Contains(char.ToUpperInvariant(label[0]))
            && ("-" + Separators).Contains(label[1])))
            return ($"has its letter in lower case; expected '{char.ToUpperInvariant(first[0])}-{first[2..]}'", $"b{first[1]}LOC");
        if (labels.All(label => Letters.Contains(char.ToUpperInvariant(label[^1])) && ("-" + Separators).Contains(label[^2])))
            return ($"has its letter behind the type; expected '{char.ToUpperInvariant(first[^1])}-{first[..^2]}'",
                $"LOC{first[^2]}{(char.IsLower(first[^1]) ? 'b' : 'B')}");
        return labels.All(label => Letters.Contains(label[0])) && labels.DistinctBy(label => label[1..]).Count() < labels.Length
            ? ($"has its letter joined to the type; expected '{first[0]}-{first[1..]}'", "BLOC") : null;
    }

    private static bool HasLetterAndType(Tag tag) => tag.Letter is not (Tag.NoLetter or 'O') && tag.Type.Length > 0;
}

/// <summary>A label that cannot be used.</summary>
/// <param name="Index">Its place among the labels.</param>
/// <param name="Reason">What is wrong with it, to stand behind the label.</param>
/// <param name="Otherwise">The scheme under which it could be used; null where there is none.</param>
internal sealed record LabelFault(int Index, string Reason, TagScheme? Otherwise = null)
{
    /// <summary>The label, where it likely stands for O in a file.</summary>
    public string? Outside { get; init; }

    /// <summary>How the labels are likely written in a file: B-LOC in their notation.</summary>
    public string? WrittenAs { get; init; }

    /// <summary>What a user can do, if anything.</summary>
    public Remedy? Remedy => Otherwise is { } scheme ? new Remedy(RemedyKind.GiveScheme, scheme.ToString().ToLowerInvariant()) : null;

    /// <summary>What a user can do about a file.</summary>
    public Remedy? RemedyOfFile =>
        Outside is not null ? new Remedy(RemedyKind.SetDataFormat, $"outside={Outside}")
        : WrittenAs is not null ? new Remedy(RemedyKind.SetDataFormat, $"writtenAs={WrittenAs}")
        : Remedy;
}
