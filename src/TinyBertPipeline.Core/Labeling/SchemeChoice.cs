namespace TinyBertPipeline.Core.Labeling;

/// <summary>The scheme that labels were taken to be of, and what else they may be.</summary>
/// <param name="Taken">The scheme taken.</param>
/// <param name="IsGiven">Whether the user gave it.</param>
/// <param name="Others">Other schemes that fit all labels and would read some sequences in another way.</param>
/// <param name="Types">What <see cref="TagScheme.Mixed"/> means for each type, in words; empty for other schemes.</param>
public sealed record SchemeChoice(TagScheme Taken, bool IsGiven, IReadOnlyList<TagScheme> Others, IReadOnlyList<string> Types)
{
    /// <summary>Whether another scheme would do as well.</summary>
    public bool IsAmbiguous => !IsGiven && Others.Count > 0;

    /// <summary>How the labels are written, if not as <c>B-LOC</c>.</summary>
    public string? WrittenAs { get; init; }

    /// <summary>The label that stands for O, if it is not O.</summary>
    public string? Outside { get; init; }

    /// <summary>The choice in words.</summary>
    public override string ToString()
    {
        var taken = $"scheme {Name(Taken)}";
        if (Types.Count > 0) taken += $" ({string.Join("; ", Types)})";
        if (WrittenAs is not null) taken += $", labels written as {WrittenAs} and read as B-LOC";
        if (Outside is not null) taken += $", {UntrustedText.Quote(Outside)} read as O";
        return IsAmbiguous ? $"{taken}: the labels may as well be {string.Join(" or ", Others.Select(Name))}" : taken;
    }

    private static string Name(TagScheme scheme) => scheme is TagScheme.Mixed or TagScheme.Plain
        ? scheme.ToString().ToLowerInvariant()
        : scheme.ToString().ToUpperInvariant();
}
