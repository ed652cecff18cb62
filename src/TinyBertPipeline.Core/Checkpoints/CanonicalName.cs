using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>From the names that checkpoints have had over the years to BERT's present ones.</summary>
internal static class CanonicalName
{
    private static readonly string[] _encoderParts = ["embeddings.", "encoder.", "pooler."];
    private static readonly string[] _buffers = ["bert.embeddings.position_ids", "bert.embeddings.token_type_ids"];

    /// <summary>Data-parallel prefix dropped, <c>bert.</c> added, <c>gamma</c> and <c>beta</c> renamed.</summary>
    public static string Of(string name)
    {
        while (name.StartsWith("module.", StringComparison.Ordinal)) name = name["module.".Length..];
        if (_encoderParts.Any(part => name.StartsWith(part, StringComparison.Ordinal))) name = "bert." + name;
        if (name.EndsWith(".LayerNorm.gamma", StringComparison.Ordinal)) return name[..^"gamma".Length] + "weight";
        if (name.EndsWith(".LayerNorm.beta", StringComparison.Ordinal)) return name[..^"beta".Length] + "bias";
        return name;
    }

    /// <summary>Whether a canonical name is that of an old buffer, or of the projections that TinyBERT leaves in its students.</summary>
    public static bool IsIgnored(string name) =>
        _buffers.Contains(name) || name.StartsWith("fit_dense.", StringComparison.Ordinal)
            || name.StartsWith("fit_denses.", StringComparison.Ordinal);

    /// <summary>The file's names by their canonical ones.</summary>
    /// <exception cref="InvalidInputException">Two names mean the same tensor.</exception>
    public static Dictionary<string, string> Map(ICheckpointFile file)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in file.Entries.Values)
        {
            var canonical = Of(entry.Name);
            if (!names.TryAdd(canonical, entry.Name))
                throw entry.Refuse($"and {Quote(names[canonical])} are both {Quote(canonical)}");
        }
        return names;
    }
}
