using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation.Calibration;

namespace TinyBertPipeline.Core.Evaluation.Errors;

/// <summary>What a tagger gets wrong, and where.</summary>
internal sealed class ErrorAnalysis
{
    /// <summary>Stands for "no entity" in <see cref="Confusions"/>.</summary>
    public const string None = "(none)";

    private ErrorAnalysis(IReadOnlyList<EvaluatedSentence> sentences) => Sentences = sentences;

    /// <summary>The sentences in the order of the file.</summary>
    public IReadOnlyList<EvaluatedSentence> Sentences { get; }

    /// <summary>The counts of nervaluate under each way of judging.</summary>
    public required IReadOnlyDictionary<MatchSchema, MatchCounts> Counts { get; init; }

    /// <summary>How often each kind of match occurs for each type: that of gold, else that of the prediction.</summary>
    public required IReadOnlyDictionary<string, int[]> KindsByType { get; init; }

    /// <summary>The types in gold and predicted, and <see cref="None"/> behind them.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>How often a gold type, the row, met a predicted one, the column.</summary>
    public required int[][] Confusions { get; init; }

    /// <summary>Which borders are off where the type is right: begins before, begins behind, ends before, ends behind the gold one.</summary>
    public required IReadOnlyDictionary<string, int> Borders { get; init; }

    /// <summary>Scores by properties of the entities.</summary>
    public required IReadOnlyList<BucketTable> Buckets { get; init; }

    /// <summary>Whether the probabilities of predicted entities mean what they say.</summary>
    public required ReliabilityTable Calibration { get; init; }

    /// <summary>The sentences with errors, those first in which the model was most sure of them.</summary>
    public IEnumerable<EvaluatedSentence> Worst => Sentences.Where(sentence => sentence.Surprise > 0)
        .OrderByDescending(sentence => sentence.Surprise).ThenBy(sentence => sentence.Line);

    /// <summary>Looks at sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="training">What the model was trained on, or null.</param>
    public static ErrorAnalysis Of(IReadOnlyList<EvaluatedSentence> sentences, IReadOnlyList<LabeledSentence>? training)
    {
        EntityMatch[] matches = [.. sentences.SelectMany(sentence => sentence.Matches)];
        var types = matches.SelectMany(match => new[] { match.Gold?.Type, match.Predicted?.Type }).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal).Append(None).ToArray();
        return new ErrorAnalysis(sentences)
        {
            Counts = Enum.GetValues<MatchSchema>().ToDictionary(schema => schema, schema => MatchCounts.Of(matches, schema)),
            KindsByType = types[..^1].ToDictionary(type => type, type => Kinds(matches.Where(match => (match.Gold ?? match.Predicted)!.Value.Type == type))),
            Types = types,
            Confusions = [.. types.Select(gold => Array.ConvertAll(types, found => matches.Count(
                match => (match.Gold?.Type ?? None) == gold && (match.Predicted?.Type ?? None) == found)))],
            Borders = BordersOf(matches),
            Buckets = [.. EntityAttribute.Plain.Concat(training is null ? [] : EntityAttribute.Of(Mentions(sentences, training)))
                .Select(attribute => attribute.Split(sentences))],
            Calibration = ReliabilityTable.Create(sentences.SelectMany(sentence => sentence.Predicted.Select(
                entity => new ScoredPrediction(Math.Clamp(sentence.Probabilities[entity], 0, 1), sentence.Gold.Contains(entity))))),
        };
    }

    private static int[] Kinds(IEnumerable<EntityMatch> matches)
    {
        var counts = new int[Enum.GetValues<MatchKind>().Length];
        foreach (var match in matches) counts[(int)match.Kind]++;
        return counts;
    }

    private static Dictionary<string, int> BordersOf(EntityMatch[] matches)
    {
        var pairs = matches.Where(match => match.Kind == MatchKind.OtherBorders)
            .Select(match => (Gold: match.Gold!.Value, Found: match.Predicted!.Value)).ToArray();
        return new Dictionary<string, int>
        {
            ["begins before"] = pairs.Count(pair => pair.Found.Start < pair.Gold.Start),
            ["begins behind"] = pairs.Count(pair => pair.Found.Start > pair.Gold.Start),
            ["ends before"] = pairs.Count(pair => pair.Found.End < pair.Gold.End),
            ["ends behind"] = pairs.Count(pair => pair.Found.End > pair.Gold.End),
        };
    }

    private static TrainingMentions Mentions(IReadOnlyList<EvaluatedSentence> sentences, IReadOnlyList<LabeledSentence> training) =>
        new(training, sentences.SelectMany(sentence => sentence.Gold.Concat(sentence.Predicted).Select(sentence.TextOf)));
}
