namespace TinyBertPipeline.Export.Summaries;

/// <summary>A value and its type, for example <c>int64 [batch_size, sequence_length]</c>.</summary>
public sealed record ListedValue(string Name, string Type);
