namespace TinyBertPipeline.Core.Labeling;

/// <summary>Finds the scheme that labels are of.</summary>
internal static class SchemeDetection
{
    // A scheme that breaks at some places is given up only for one that breaks at so many times fewer.
    private const int Margin = 4;

    /// <summary>
    /// The scheme of a set: the first by preference that has all letters and puts each label on a legal path. <see cref="TagScheme.Mixed"/>
    /// does so for any letters.
    /// </summary>
    /// <returns>The grammar of the labels, and <paramref name="choice"/> with the other schemes that allow other sequences of them.</returns>
    public static LabelGrammar OfLabels(IReadOnlyList<Tag> tags, out SchemeChoice choice)
    {
        LabelGrammar[] fitting = [.. Covering(tags).Where(grammar => grammar.FindUnreachable(tags) is null)];
        var taken = fitting[0];
        choice = Choice(taken, isGiven: false, fitting.Skip(1).Where(other => !other.AllowsTheSame(taken)));
        return taken;
    }

    /// <summary>
    /// The scheme of labelled sentences: the first by preference that allows all of them. Where none does, the one that has all letters and
    /// breaks at the fewest places, or one without some letters if their labels are so few that they are rather errors.
    /// </summary>
    /// <param name="tags">The different labels.</param>
    /// <param name="transitions">How often each label follows another; a sentence is preceded and followed by O.</param>
    public static LabelGrammar OfTransitions(IReadOnlyList<Tag> tags, IReadOnlyDictionary<(Tag Previous, Tag Next), int> transitions)
    {
        if (tags.All(tag => tag == Tag.Outside)) return new LabelGrammar(TagScheme.Bioes, tags);
        LabelGrammar? best = null;
        var fewest = long.MaxValue;
        var mayMix = !HasTwoLettersOfOneRole(tags);
        foreach (var grammar in Covering(tags).Where(grammar => mayMix || grammar.Scheme != TagScheme.Mixed))
        {
            var faults = Faults(grammar, transitions);
            if (faults == 0) return grammar;
            if (faults * Margin <= fewest || best is null) (best, fewest) = (grammar, faults);
        }
        var isCovered = best is not null;
        foreach (var scheme in TagSchemes.ByPreference.Except([TagScheme.Mixed]))
        {
            var grammar = new LabelGrammar(scheme, tags.Where(tag => TagSchemes.Letters(scheme).Contains(tag.Letter)));
            var faults = Faults(grammar, transitions);
            if (best is null || faults * (isCovered ? Margin : 1) < fewest) (best, fewest, isCovered) = (grammar, faults, false);
        }
        return best!;
    }

    // Labels that are not of the scheme count once each, and nothing is said of their neighbours.
    private static long Faults(LabelGrammar grammar, IReadOnlyDictionary<(Tag Previous, Tag Next), int> transitions)
    {
        var letters = TagSchemes.Letters(grammar.Scheme);
        return transitions.Where(entry => !letters.Contains(entry.Key.Next.Letter)
            || letters.Contains(entry.Key.Previous.Letter) && !grammar.MayFollow(entry.Key.Previous, entry.Key.Next)).Sum(entry => (long)entry.Value);
    }

    private static bool HasTwoLettersOfOneRole(IReadOnlyList<Tag> tags) =>
        tags.GroupBy(tag => (tag.Role, tag.Type)).Any(same => same.Count() > 1);

    private static IEnumerable<LabelGrammar> Covering(IReadOnlyList<Tag> tags) => TagSchemes.ByPreference
        .Where(scheme => tags.All(tag => TagSchemes.Letters(scheme).Contains(tag.Letter)))
        .Select(scheme => new LabelGrammar(scheme, tags));

    public static SchemeChoice Choice(LabelGrammar taken, bool isGiven, IEnumerable<LabelGrammar> others) => new(
        taken.Scheme, isGiven,
        [.. others.Select(grammar => grammar.Scheme)],
        taken.Scheme != TagScheme.Mixed ? []
            : [.. taken.Types.Select(type => $"{(type.Length == 0 ? "(unnamed)" : type)}: {Describe(taken.Roles(type))}")]);

    private static string Describe(string roles)
    {
        if (roles == "S") return roles;
        var inside = roles.Contains('I');
        return (roles.Contains('S') ? "S or " : "") + (roles.Contains('B'), roles.Contains('E')) switch
        {
            (true, true) => inside ? "B I* E" : "B E",
            (true, false) => inside ? "B I*" : "B",
            (false, true) => inside ? "I* E" : "E",
            _ => "a run of I",
        };
    }
}
