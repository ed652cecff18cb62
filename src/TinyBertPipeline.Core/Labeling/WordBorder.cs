namespace TinyBertPipeline.Core.Labeling;

/// <summary>What is at one side of a word of an entity.</summary>
internal enum WordBorder
{
    /// <summary>The entity goes on.</summary>
    None,

    /// <summary>The entity ends, and no other of its type is beyond.</summary>
    Own,

    /// <summary>The entity ends, and another of its type is beyond.</summary>
    Shared,
}
