namespace TinyBertPipeline.Core.Labeling;

/// <summary>
/// When an entity starts, goes on and has ended under a strict scheme, as pairs of neighbouring labels. Source: seqeval 1.2.2,
/// <c>seqeval/scheme.py</c>.
/// </summary>
/// <param name="Letters">The letters of the scheme.</param>
/// <param name="Start">The second label of the pair starts an entity.</param>
/// <param name="Inside">The second label goes on with the entity of the first.</param>
/// <param name="End">The entity of the first label has ended before the second.</param>
internal sealed record StrictPatterns(
    string Letters, StrictPatterns.Pair[] Start, StrictPatterns.Pair[] Inside, StrictPatterns.Pair[] End)
{
    private const string Any = "OBIESLU";

    public static StrictPatterns Of(StrictScheme scheme) => scheme switch
    {
        StrictScheme.Iob1 => _iob1,
        StrictScheme.Iob2 => _iob2,
        StrictScheme.Ioe1 => _ioe1,
        StrictScheme.Ioe2 => _ioe2,
        StrictScheme.Iobes => _iobes,
        StrictScheme.Bilou => _bilou,
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "unknown scheme"),
    };

    private static readonly StrictPatterns _iob1 = new("IOB",
        [new("OB", "I"), new("I", "I", false), new("IB", "B", true)],
        [new("BI", "I", true)],
        [new("IB", "I", false), new("IB", "O"), new("I", "B"), new("B", "B", true)]);

    private static readonly StrictPatterns _iob2 = new("IOB",
        [new(Any, "B")],
        [new("BI", "I", true)],
        [new("BI", "OB"), new("BI", "I", false)]);

    private static readonly StrictPatterns _ioe1 = new("IOE",
        [new("OE", "I"), new("I", "I", false), new("E", "E", true)],
        [new("I", "IE", true)],
        [new("I", "IE", false), new("I", "O"), new("E", "IE", true)]);

    private static readonly StrictPatterns _ioe2 = new("IOE",
        [new("OE", "IE"), new("I", "IE", false)],
        [new("I", "IE", true)],
        [new("E", Any)]);

    private static readonly StrictPatterns _iobes = new("IOBES",
        [new(Any, "BS")],
        [new("BI", "IE", true)],
        [new("ES", Any)]);

    private static readonly StrictPatterns _bilou = new("IOBUL",
        [new(Any, "BU")],
        [new("BI", "IL", true)],
        [new("LU", Any)]);

    /// <summary>A pair of neighbouring labels; where <c>SameType</c> is null, their types do not matter.</summary>
    internal readonly record struct Pair(string Previous, string Current, bool? SameType = null)
    {
        public bool Matches(Tag previous, Tag current) =>
            Previous.Contains(previous.Letter) && Current.Contains(current.Letter)
            && (SameType is null || SameType == (previous.Type == current.Type));
    }
}
