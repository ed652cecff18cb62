namespace TinyBertPipeline.Core.Data.Statistics;

/// <summary>The entities of a type.</summary>
/// <param name="Type">The type; empty for the unnamed one of bare letters.</param>
/// <param name="Entities">Number of entities.</param>
/// <param name="Share">Their share in all entities.</param>
/// <param name="Different">Number of different texts.</param>
/// <param name="Words">How many words they have.</param>
public sealed record TypeStatistics(string Type, int Entities, double Share, int Different, LengthStatistics Words);
