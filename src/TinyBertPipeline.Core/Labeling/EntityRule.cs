namespace TinyBertPipeline.Core.Labeling;

/// <summary>
/// Where entities of a type begin and end, told by the roles of neighbouring labels. A neighbour of another type counts as O here: it is
/// of no concern to this type.
/// </summary>
/// <param name="Begin">When B marks the first word.</param>
/// <param name="End">When E marks the last word.</param>
internal readonly record struct EntityRule(Border Begin, Border End)
{
    /// <summary>Whether a role goes on with the entity of the role before it.</summary>
    public static bool GoesOn(char before, char role) => before is 'B' or 'I' && role is 'I' or 'E';

    /// <summary>Whether a role that does not go on may be the first of an entity.</summary>
    public bool Starts(char before, char role) => role switch
    {
        'B' => Begin != Border.MarkedBetween || before is 'B' or 'I',
        'I' or 'E' => Begin != Border.Marked && !GoesOn(before, role),
        _ => true,
    };

    /// <summary>Whether a role may be the last of an entity.</summary>
    public bool Ends(char role, char after) => role switch
    {
        'E' => End != Border.MarkedBetween || after is 'I' or 'E',
        'B' or 'I' => (End != Border.Marked && (End != Border.MarkedIfLong || role == 'B')) && !GoesOn(role, after),
        _ => true,
    };
}

/// <summary>When a letter marks one border of an entity.</summary>
internal enum Border
{
    /// <summary>Never: the entity goes as far as its words do.</summary>
    Unmarked,

    /// <summary>Only between two entities of one type.</summary>
    MarkedBetween,

    /// <summary>At every entity of more than one word; an entity of one word has the mark of the other border.</summary>
    MarkedIfLong,

    /// <summary>At every entity.</summary>
    Marked,
}
