namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>A place in a labelled file that may be wrong although it can be read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, of a sentence that of its first word.</param>
/// <param name="Message">What stands there.</param>
public sealed record DataFinding(DataFindingKind Kind, string File, long Line, string Message)
{
    /// <summary>Gives <c>file:line: message</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}: {Message}");
}
