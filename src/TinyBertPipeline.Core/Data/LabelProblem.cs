namespace TinyBertPipeline.Core.Data;

/// <summary>
/// A place in a labelled file that breaks a rule: a line that cannot be read, or a label that its scheme does not allow there.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Line">
/// The line; of labels that do not follow each other that of the later, at a sentence's end that of its last word.
/// </param>
/// <param name="Message">What stands there and how it is read.</param>
public sealed record LabelProblem(string File, long Line, string Message)
{
    /// <summary>What to do about it, or null.</summary>
    public Remedy? Remedy { get; init; }

    /// <summary>Gives <c>file:line: message</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}: {Message}");
}
