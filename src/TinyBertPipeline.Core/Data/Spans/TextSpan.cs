namespace TinyBertPipeline.Core.Data.Spans;

/// <summary>A span of a text as a file gives it.</summary>
/// <param name="Start">Offset of its first character, in the file's unit.</param>
/// <param name="End">Offset behind its last.</param>
/// <param name="Type">Its type.</param>
/// <param name="Quoted">Its text where the file repeats it, else null.</param>
internal readonly record struct TextSpan(long Start, long End, string Type, string? Quoted)
{
    public override string ToString() => FormattableString.Invariant($"span {Start}..{End} ({Type})");
}
