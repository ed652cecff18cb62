namespace TinyBertPipeline.Core.Data;

/// <summary>A paragraph of raw text: one line of a file.</summary>
/// <param name="Text">The line, without white space at its ends; never empty.</param>
/// <param name="StartsDocument">Whether it is the first of its document.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">Its line, counted from 1.</param>
public sealed record RawParagraph(string Text, bool StartsDocument, string File, long Line);
