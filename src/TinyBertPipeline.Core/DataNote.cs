namespace TinyBertPipeline.Core;

/// <summary>Something that a reader says of a file: how it is read, or what is likely wrong with it.</summary>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do where that is wrong, or null.</param>
public sealed record DataNote(string Text, Remedy? Remedy = null);
