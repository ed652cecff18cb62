namespace TinyBertPipeline.Core;

/// <summary>Names of a model's inputs, the same in every engine and exported file: those of transformers.</summary>
public static class ModelInputs
{
    /// <summary>Word-piece ids [B,T].</summary>
    public const string Ids = "input_ids";

    /// <summary>1 for a real piece, 0 for padding [B,T].</summary>
    public const string Mask = "attention_mask";

    /// <summary>The segment of each piece [B,T].</summary>
    public const string Segments = "token_type_ids";

    /// <summary>All of them, in the order in which graphs name them.</summary>
    public static IReadOnlyList<string> All { get; } = [Ids, Mask, Segments];
}
