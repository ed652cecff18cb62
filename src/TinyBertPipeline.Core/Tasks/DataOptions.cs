using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>How labelled files are read; a task takes what concerns its files.</summary>
public sealed record DataOptions
{
    /// <summary>The scheme of the labels; null detects it.</summary>
    public TagScheme? Scheme { get; init; }

    /// <summary>What becomes of labels that their scheme does not allow, gold and predicted, before entities are scored.</summary>
    public LabelRepair Repair { get; init; }

    /// <summary>The layout of a file of words; what it does not say is found out, null finds out all.</summary>
    public DataFormat? Format { get; init; }

    /// <summary>Columns with the text, or with the two texts of a pair, by name or by number counted from 1; empty finds them.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>Column with the label, by name or by number counted from 1; null finds it.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Whether the first line names the columns; null finds out.</summary>
    public bool? Header { get; init; }

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (TextColumns is null, "textColumns: null; expected a list, which may be empty"),
        (TextColumns?.Any(string.IsNullOrEmpty) == true, "textColumns: a column has no name"),
        (TextColumns?.Count > 2, $"textColumns: {TextColumns?.Count} columns; a model takes one text or a pair"),
        (LabelColumn?.Length == 0, "labelColumn: has no name"))
            .Concat(Format is null ? [] : OptionsFaults.Below("format", Format, format => format.Faults()));
}
