using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data;

/// <summary>A sentence of a labelled file: words and one label for each.</summary>
/// <param name="Words">The words as they stand in the file.</param>
/// <param name="Labels">One label a word; in <c>LabeledData</c> they are BIOES.</param>
/// <param name="Line">The line of its first word, counted from 1.</param>
public sealed record LabeledSentence(string[] Words, string[] Labels, long Line)
{
    private EntityReadings? _entities;
    private IReadOnlyList<string>? _written;

    /// <summary>One label a word, converted to BIOES.</summary>
    public string[] Labels
    {
        get;
        init => (field, _entities, _written) = (value, null, null);
    } = Labels;

    /// <summary>The labels as the file has them; without a file the BIOES labels.</summary>
    public IReadOnlyList<string> Written
    {
        get => _written ?? Labels;
        init => _written = value;
    }

    /// <summary>
    /// The entities as the file's own labels have them, also where these break the scheme of the file; without a file those of the BIOES
    /// labels.
    /// </summary>
    public EntityReadings Entities
    {
        get => _entities ??= EntityReadings.OfBioes(Labels);
        init => _entities = value;
    }

    /// <summary>The number of its document in the file, from 0; where a file marks no documents all sentences have 0.</summary>
    public int Document { get; init; }

    /// <summary>The text that the words were cut from, where the file holds one.</summary>
    public SentenceText? Text { get; init; }

    /// <summary>The line of each word where they do not follow each other; null where they do.</summary>
    internal long[]? Lines { get; init; }

    /// <summary>The line of a word.</summary>
    public long LineOf(int word) => Lines is null ? Line + word : Lines[word];
}
