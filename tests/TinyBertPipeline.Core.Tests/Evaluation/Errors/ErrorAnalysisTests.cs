using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation.Errors;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Evaluation.Errors;

public sealed class ErrorAnalysisTests
{
    private static readonly EntitySpan _ann = new("PER", 0, 0), _paris = new("LOC", 3, 3), _parisAsPerson = new("PER", 3, 3), _long = new("PER", 0, 1);

    private static readonly ErrorAnalysis _errors = ErrorAnalysis.Of(
    [
        Sentence(1, "ann lives in paris", [_ann, _paris], [_ann, _paris]),
        Sentence(6, "ann lives in paris", [_ann, _paris], [_ann, _parisAsPerson], sure: 0.6),
        Sentence(11, "ann b in paris", [_ann, _paris], [_long], sure: 0.9),
    ],
    [
        Training("ann saw paris", "S-PER O S-LOC"), Training("ann saw paris", "S-PER O O"), Training("b saw ann", "S-PER O O"),
    ]);

    [Fact]
    public void CountsAndConfusionsAreThoseOfTheMatches()
    {
        Assert.Equal(new MatchCounts(3, 2, 0, 1, 0), _errors.Counts[MatchSchema.Strict]);
        Assert.Equal(new MatchCounts(4, 0, 1, 1, 0), _errors.Counts[MatchSchema.Partial]);
        Assert.Equal(["LOC", "PER", ErrorAnalysis.None], _errors.Types);
        Assert.Equal([[1, 1, 1], [0, 3, 0], [0, 0, 0]], _errors.Confusions);
        Assert.Equal(1, _errors.Borders["ends behind"]);
        Assert.Equal([1, 1, 0, 0, 1, 0], _errors.KindsByType["LOC"]);
    }

    [Fact]
    public void ScoresAreSplitByWhatTrainingHadSeen()
    {
        var seen = Table("seen in training");
        Assert.Equal(["with this type 6/3/3", "with another type 0/1/0", "not as an entity 0/1/0"], seen);
        // "paris" is a place at one of its two places in training, "ann" a person at two of three; "ann b" does not occur.
        Assert.Equal(["words not in training 0/1/0", "0 0/1/0", "0.5 to 1 6/3/3"], Table("label consistency in training"));
        Assert.Equal(["1 6/4/3", "2 0/1/0"], Table("words of the entity"));
    }

    [Fact]
    public void TheWorstSentencesAreThoseOfWhoseErrorsTheModelIsMostSure()
    {
        Assert.Equal([11, 6], _errors.Worst.Select(sentence => sentence.Line));
        Assert.Equal(0, _errors.Sentences[0].Surprise);
    }

    private static string[] Table(string name) => [.. _errors.Buckets.Single(table => table.Name == name).Buckets
        .Select(bucket => $"{bucket.Value} {bucket.Counts.Gold}/{bucket.Counts.Predicted}/{bucket.Counts.Correct}")];

    private static EvaluatedSentence Sentence(long line, string words, EntitySpan[] gold, EntitySpan[] predicted, double sure = 0.99) =>
        new(words.Split(' '), line, gold, predicted)
        {
            Probabilities = gold.Concat(predicted).Distinct().ToDictionary(entity => entity, entity => predicted.Contains(entity) ? sure : 1 - sure),
        };

    private static LabeledSentence Training(string words, string labels) => new(words.Split(' '), labels.Split(' '), 1);
}
