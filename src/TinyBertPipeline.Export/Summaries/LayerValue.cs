namespace TinyBertPipeline.Export.Summaries;

/// <summary>A value: the layer that makes it and the size of its last axis.</summary>
internal readonly record struct LayerValue(string Layer, long Width);
