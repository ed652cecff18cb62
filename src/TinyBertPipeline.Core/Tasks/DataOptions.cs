using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>How labelled files are read; a task takes what concerns its files.</summary>
public sealed record DataOptions
{
    /// <summary>The scheme of the labels; null detects it.</summary>
    public TagScheme? Scheme { get; init; }

    /// <summary>The columns of the file; null takes the usual ones.</summary>
    public LabeledFileFormat? Format { get; init; }

    /// <summary>Columns with the text, or with the two texts of a pair, by name or by number counted from 1; empty finds them.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>Column with the label, by name or by number counted from 1; null finds it.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Whether the first line names the columns; null finds out.</summary>
    public bool? Header { get; init; }
}
