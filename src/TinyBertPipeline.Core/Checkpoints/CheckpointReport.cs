using System.Globalization;
using System.Text;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>What became of the tensors of a checkpoint that was loaded without error.</summary>
public sealed record CheckpointReport
{
    /// <summary>Canonical names of tensors that the model may have and the file lacks: a pooler, or tied tensors.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Names in the file of tensors that the model has no place for; worth a warning.</summary>
    public IReadOnlyList<string> Unexpected { get; init; } = [];

    /// <summary>Names in the file of tensors that carry no weights of the model: old buffers, projections of a past distillation.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Tensors that were renamed, or widened or narrowed to 32 bits.</summary>
    public IReadOnlyList<ConvertedTensor> Converted { get; init; } = [];

    /// <summary>A sentence about the unexpected tensors, or null when there are none.</summary>
    public string? Warning => Unexpected.Count == 0
        ? null
        : $"{Unexpected.Count} tensors of the checkpoint have no place in this model and are left out: {UntrustedText.Quote(Unexpected)}";

    /// <summary>The lists as lines of text, one tensor a line; empty when there is nothing to say.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Append(text, "missing", Missing);
        Append(text, "unexpected", Unexpected);
        Append(text, "ignored", Ignored);
        Append(text, "converted", [.. Converted.Select(Describe)]);
        return text.ToString();
    }

    private static string Describe(ConvertedTensor tensor)
    {
        var name = tensor.FileName == tensor.Name ? tensor.Name : $"{tensor.FileName} -> {tensor.Name}";
        return tensor.Type == ElementType.F32 ? name : $"{name} ({tensor.Type} -> F32)";
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"{title}: {lines.Count}\n");
        foreach (var line in lines) text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
    }
}

/// <summary>A tensor that is not in memory as it is in the file.</summary>
/// <param name="Name">Its canonical name.</param>
/// <param name="FileName">Its name in the file.</param>
/// <param name="Type">Its type in the file; in memory it is F32.</param>
public sealed record ConvertedTensor(string Name, string FileName, ElementType Type);
