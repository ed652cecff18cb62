using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tests.Prediction;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class TaggedTextTests
{
    // Pieces say by themselves what they are: "ann" is a person, "paris" and 北京 are places.
    private static readonly Dictionary<string, string> _bioes = new()
    {
        ["ann"] = "S-PER",
        ["paris"] = "S-LOC",
        ["北"] = "B-LOC",
        ["京"] = "E-LOC",
        ["小"] = "B-PER",
        ["明"] = "E-PER",
    };

    private static readonly Dictionary<string, string> _bio = new()
    {
        ["ann"] = "B-PER",
        ["paris"] = "B-LOC",
        ["北"] = "B-LOC",
        ["京"] = "I-LOC",
        ["小"] = "B-PER",
        ["明"] = "I-PER",
    };

    [Theory]
    [InlineData("Ann lives in Paris.", "PER 0-3 Ann, LOC 13-18 Paris")]
    [InlineData("😀 Ann", "PER 3-6 Ann")]                              // offsets count UTF-16 units
    [InlineData("小明 lives in北京.", "PER 0-2 小明, LOC 11-13 北京")]
    [InlineData("\tann\r\n PARIS ", "PER 1-4 ann, LOC 7-12 PARIS")]
    [InlineData("Pa\u0301ris", "LOC 0-6 Pa\u0301ris")]                 // an accent that the tokenizer strips stays in the text
    [InlineData("in", "")]
    [InlineData("", "")]
    [InlineData(" \u200B", "")]
    public void EntitiesHaveOffsetsIntoTheOriginalText(string text, string expected)
    {
        foreach (var (labels, of) in new[] { (LabelSet.FromTypes(["LOC", "PER"]), _bioes), (LabelSet.FromLabels(["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]), _bio) })
        {
            using var predictor = Create(labels, of);
            var entities = Find(predictor, text);
            Assert.Equal(expected, string.Join(", ", entities.Select(entity => $"{entity.Type} {entity.Start}-{entity.End} {entity.Text}")));
            Assert.All(entities, entity => Assert.Equal(text[entity.Start..entity.End], entity.Text));
        }
    }

    [Fact]
    public void TheScoreIsTheProbabilityOfTypeAndWords()
    {
        using var predictor = Create(LabelSet.FromTypes(["LOC", "PER"]), _bioes);

        // Two words are O, S-LOC, S-PER each, or one of the two entities of two words: of these 3 x 3 + 2 paths B-LOC E-LOC has both logits
        // of 1, and no other has one.
        Assert.Equal(Math.E * Math.E / (Math.E * Math.E + 10), Assert.Single(Find(predictor, "北京")).Score, 1e-6);
    }

    [Fact]
    public void ManyTextsKeepTheirOrder()
    {
        using var predictor = Create(LabelSet.FromTypes(["LOC", "PER"]), _bioes);
        Assert.Equal([1, 0, 2], predictor.PredictTexts(["ann", "", "ann in paris"]).Select(found => ((IEntityPrediction)found).Entities.Count));
    }

    private static IReadOnlyList<TextEntity> Find(TaskPredictor predictor, string text) =>
        Assert.IsType<IEntityPrediction>(Assert.Single(predictor.PredictTexts([text])), exactMatch: false).Entities;

    private static TaskPredictor Create(LabelSet labels, Dictionary<string, string> of) => new(TestTagger.Create(labels.Labels), new FakeEngine(labels.Count, (ids, t) =>
    {
        var row = new float[labels.Count];
        row[labels.IdOf(of.GetValueOrDefault(TestTagger.Tokenizer.Vocabulary[(int)ids[t]], "O"))] = 1;
        return row;
    }));
}
