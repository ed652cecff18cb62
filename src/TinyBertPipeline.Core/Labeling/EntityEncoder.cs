namespace TinyBertPipeline.Core.Labeling;

/// <summary>Finds the roles that write entities under a rule with the letters at hand.</summary>
internal static class EntityEncoder
{
    private const string Unparted = "it stands beside another of its type, and no label parts them";

    /// <summary>The role of each word and the type of its entity; O is outside of entities.</summary>
    /// <param name="entities">The entities in any order.</param>
    /// <param name="words">Number of words.</param>
    /// <param name="ruleOf">The rule of a type.</param>
    /// <param name="rolesOf">The roles that a type has.</param>
    /// <exception cref="ArgumentException">An entity lies outside of the sentence or overlaps another.</exception>
    /// <exception cref="InvalidInputException">An entity cannot be written with the roles of its type.</exception>
    public static (char Role, string Type)[] Encode(
        IEnumerable<EntitySpan> entities, int words, Func<string, EntityRule> ruleOf, Func<string, string> rolesOf)
    {
        var labels = new (char Role, string Type)[words];
        Array.Fill(labels, ('O', ""));
        EntitySpan[] ordered = [.. entities.OrderBy(entity => entity.Start)];
        for (var i = 0; i < ordered.Length; i++)
        {
            var entity = ordered[i];
            var end = i > 0 ? ordered[i - 1].End : -1;
            if (entity.Start <= end || entity.End < entity.Start || entity.End >= words)
            {
                throw new ArgumentException(
                    $"entity {entity.Start}..{entity.End} overlaps another or lies outside of a sentence of {words} words");
            }
            var followsSame = i > 0 && Touch(ordered[i - 1], entity);
            var precedesSame = i + 1 < ordered.Length && Touch(entity, ordered[i + 1]);
            Write(entity, ruleOf(entity.Type), rolesOf(entity.Type), followsSame, precedesSame, labels);
            if (followsSame && EntityRule.GoesOn(labels[end].Role, labels[entity.Start].Role))
                throw Inexpressible(entity, Unparted);
        }
        return labels;

        static bool Touch(EntitySpan first, EntitySpan second) => first.Type == second.Type && first.End + 1 == second.Start;
    }

    /// <summary>The role that a rule gives a word of an entity.</summary>
    /// <param name="rule">The rule of the type.</param>
    /// <param name="roles">The roles that the type has.</param>
    /// <param name="before">The border before the word.</param>
    /// <param name="after">The border behind it.</param>
    public static char Role(EntityRule rule, string roles, WordBorder before, WordBorder after)
    {
        var (isFirst, isLast) = (before != WordBorder.None, after != WordBorder.None);
        var begins = isFirst && (rule.Begin == Border.Marked || rule.Begin == Border.MarkedBetween && before == WordBorder.Shared);
        var ends = isLast && (rule.End == Border.Marked || rule.End == Border.MarkedIfLong && !isFirst
            || rule.End == Border.MarkedBetween && after == WordBorder.Shared);
        if (isFirst && isLast && (roles.Contains('S') || begins && ends)) return 'S';
        return begins ? 'B' : ends ? 'E' : 'I';
    }

    private static void Write(
        EntitySpan entity, EntityRule rule, string roles, bool followsSame, bool precedesSame, (char Role, string Type)[] labels)
    {
        if (roles.Length == 0) throw Inexpressible(entity, "the type has no label");
        for (var word = entity.Start; word <= entity.End; word++)
        {
            var role = Role(rule, roles, Place(word == entity.Start, followsSame), Place(word == entity.End, precedesSame));
            if (!roles.Contains(role))
                throw Inexpressible(entity, IsBetween(role) ? Unparted : $"the type has no label for {Described(role)} ({role})");
            labels[word] = (role, entity.Type);
        }

        static WordBorder Place(bool isBorder, bool isShared) =>
            !isBorder ? WordBorder.None : isShared ? WordBorder.Shared : WordBorder.Own;

        bool IsBetween(char role) => role == 'B' && rule.Begin == Border.MarkedBetween || role == 'E' && rule.End == Border.MarkedBetween;
    }

    private static string Described(char role) => role switch
    {
        'S' => "an entity of one word",
        'B' => "the first word",
        'E' => "the last word",
        _ => "a word inside",
    };

    private static InvalidInputException Inexpressible(EntitySpan entity, string reason) => new(InputKind.Data, null,
        $"the labels cannot express the entity of type {(entity.Type.Length == 0 ? "(unnamed)" : entity.Type)} "
            + $"at words {entity.Start} to {entity.End}: {reason}");
}

/// <summary>What is at one side of a word of an entity.</summary>
internal enum WordBorder
{
    /// <summary>The entity goes on.</summary>
    None,

    /// <summary>The entity ends, and no other of its type is beyond.</summary>
    Own,

    /// <summary>The entity ends, and another of its type is beyond.</summary>
    Shared,
}
