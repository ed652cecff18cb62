using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>
/// Makes a WordPiece vocabulary from raw text: the control pieces, every character, then what merging the most frequent pair of pieces gives,
/// until there are as many as wanted. The same text gives the same vocabulary: of pairs with equal counts the one whose left piece comes
/// first in ordinal order is merged, then the one whose right piece does.
/// </summary>
public static class VocabularyTrainer
{
    private const int ProgressPieces = 256;

    /// <summary>Makes a vocabulary from <c>.txt</c> files and folders of them, a paragraph a line.</summary>
    /// <exception cref="InvalidInputException">An input is absent or not UTF-8, or there is no word in it.</exception>
    public static TrainedVocabulary TrainOnFiles(
        IEnumerable<string> inputs, VocabularyTrainingOptions options, IProgress<VocabularyTrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var paragraphs = RawTextReader.ReadParagraphs(RawTextReader.FindFiles(inputs));
        return Train(paragraphs.Select(paragraph => paragraph.Text), options, progress, cancellation);
    }

    /// <summary>Makes a vocabulary from lines of text.</summary>
    /// <param name="lines">The text; read once.</param>
    /// <param name="options">Size and limits.</param>
    /// <param name="progress">Told from any thread.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size does not hold the control pieces, or a limit is below 1.</exception>
    /// <exception cref="InvalidInputException">There is no word in the text.</exception>
    public static TrainedVocabulary Train(
        IEnumerable<string> lines, VocabularyTrainingOptions options, IProgress<VocabularyTrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var controls = new SpecialPieces().All;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, controls.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Size, Vocabulary.MaxPieces);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Alphabet ?? 1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDistinctWords, 1);

        var counts = new TextWordCounter(options, progress).Count(lines, cancellation);
        var words = counts.Rows.ToList();
        if (words.Count == 0) throw new InvalidInputException(InputKind.Data, null, "there is no word in the text");
        var alphabet = new Alphabet(words, options.Alphabet, options.Size - controls.Length);
        string[] first = [.. controls, .. alphabet.Initial, .. alphabet.Continuing];
        var merger = new PieceMerger(first, alphabet.Dropped.Count == 0 ? words : words.FindAll(row => alphabet.Covers(row.Key)));
        var merges = new List<(string, string)>();
        while (merger.Pieces.Count < options.Size && merger.Merge(options.MinCount) is { } merge)
        {
            merges.Add(merge);
            cancellation.ThrowIfCancellationRequested();
            if (merges.Count % ProgressPieces == 0) progress?.Report(new VocabularyTrainingProgress(0, merger.Pieces.Count, options.Size));
        }
        var unused = Enumerable.Range(0, options.Size - merger.Pieces.Count).Select(i => $"[unused{i}]");
        return new TrainedVocabulary(
            new Vocabulary([.. merger.Pieces, .. unused]), merges, alphabet.Initial.Count, alphabet.Dropped,
            words.Sum(row => row.Value) + counts.Forgotten, words.Count, counts.Forgotten, options.Size - merger.Pieces.Count);
    }
}

/// <summary>How far the training of a vocabulary is.</summary>
/// <param name="Characters">Characters of text counted so far; 0 while pieces are merged.</param>
/// <param name="Pieces">Pieces so far; 0 while text is counted.</param>
/// <param name="Size">Pieces wanted.</param>
public readonly record struct VocabularyTrainingProgress(long Characters, int Pieces, int Size);
