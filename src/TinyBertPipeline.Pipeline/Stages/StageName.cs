namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>A stage's name, and the version of what it does.</summary>
internal sealed record StageName(string Name, int Version = 1);
