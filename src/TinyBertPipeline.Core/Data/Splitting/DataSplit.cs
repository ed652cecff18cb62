using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Data.Splitting;

/// <summary>
/// Splits labelled data into train, dev and test so that each has its share of every type. Sentences with the same words, and documents
/// where
/// these are kept, never come into two parts.
/// </summary>
/// <param name="Train">The sentences to train on, in the order of the file.</param>
/// <param name="Dev">Those to choose by.</param>
/// <param name="Test">Those to score.</param>
public sealed record DataSplit(IReadOnlyList<LabeledSentence> Train, IReadOnlyList<LabeledSentence> Dev,
    IReadOnlyList<LabeledSentence> Test)
{
    /// <summary>Splits a file.</summary>
    /// <exception cref="InvalidInputException">
    /// The shares are wrong, documents are wanted where the file has but one, or a part gets no sentence.
    /// </exception>
    public static DataSplit Of(LabeledData data, SplitOptions options)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        if (options.ByDocument && data.Sentences.All(sentence => sentence.Document == data.Sentences[0].Document))
            throw new InvalidInputException(InputKind.Data, data.Path,
                "the file marks no documents (-DOCSTART-, # newdoc, a JSON record each): split it by sentence");
        double[] shares = [1 - options.Dev - options.Test, options.Dev, options.Test];
        var parts = IterativeStratification.Assign(SplitUnits.Find(data.Sentences, options.ByDocument), shares, options.Seed);
        LabeledSentence[][] split = [.. parts.Select(part =>
            part.SelectMany(unit => unit.Sentences).Order().Select(i => data.Sentences[i]).ToArray())];
        for (var part = 0; part < shares.Length; part++)
        {
            if (shares[part] > 0 && split[part].Length == 0)
            {
                throw new InvalidInputException(InputKind.Data, data.Path, options.ByDocument
                    ? "too few documents to split, or they share sentences and stay together: split it by sentence"
                    : "too few different sentences to split");
            }
        }
        return new DataSplit(split[0], split[1], split[2]);
    }

    /// <summary>Parts of like size in which each type has its share: indices of sentences, in the order of the file.</summary>
    /// <param name="data">The file.</param>
    /// <param name="folds">The number of parts.</param>
    /// <param name="seed">Seed of equal choices.</param>
    /// <exception cref="InvalidInputException">There are too few different sentences.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Folds(LabeledData data, int folds, int seed)
    {
        var parts = IterativeStratification.Assign(
            SplitUnits.Find(data.Sentences, byDocument: false), [.. Enumerable.Repeat(1.0 / folds, folds)], seed);
        int[][] indices = [.. parts.Select(part => part.SelectMany(unit => unit.Sentences).Order().ToArray())];
        return indices.All(part => part.Length > 0) ? indices
            : throw new InvalidInputException(InputKind.Data, data.Path, $"too few different sentences for {folds} parts");
    }
}
