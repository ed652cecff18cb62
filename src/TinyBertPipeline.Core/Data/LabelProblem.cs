namespace TinyBertPipeline.Core.Data;

/// <summary>A label that its scheme does not allow after the one before it, or at an end of a sentence.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line of the later of the two labels; at a sentence's end the line of its last word.</param>
/// <param name="Message">What stands there and how it is read.</param>
public sealed record LabelProblem(string File, long Line, string Message)
{
    /// <summary>Gives <c>file:line: message</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}: {Message}");
}
