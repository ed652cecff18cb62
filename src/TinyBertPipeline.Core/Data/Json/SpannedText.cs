using TinyBertPipeline.Core.Data.Spans;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>A text with spans, as a record has it.</summary>
/// <param name="TextName">The name of the text.</param>
/// <param name="Text">The text.</param>
/// <param name="SpansName">The name of the spans.</param>
/// <param name="Spans">The spans.</param>
internal sealed record SpannedText(string TextName, string Text, string SpansName, IReadOnlyList<TextSpan> Spans)
{
    /// <summary>The words, where the file gives them.</summary>
    public SentenceText? Words { get; init; }

    /// <summary>The unit of offsets, where the file says it.</summary>
    public OffsetUnit? Unit { get; init; }
}
