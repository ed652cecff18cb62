namespace TinyBertPipeline.Export.Graphs;

/// <summary>What attention takes: projections [B,T,H] and the additive mask [B,1,1,T].</summary>
internal readonly record struct AttentionInputs<TValue>(TValue Query, TValue Key, TValue Value, TValue Mask);
