using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Core.Tests.Labeling;
using TinyBertPipeline.Core.Tests.Prediction;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class TaggingDataTests
{
    [Theory]
    [InlineData("O B-PER I-PER", null)]
    [InlineData("O B-PER I-PER", TagScheme.Iob1)]
    [InlineData("S-PER O B-PER I-PER E-PER", null)]
    [InlineData("O B-PER M-PER E-PER S-PER", null)]
    public void TaggersOfAnySchemeAreComparedByTheirEntities(string names, TagScheme? scheme)
    {
        using var folder = new TemporaryFolder();
        var file = new TokenClassificationTask().Read(folder.Write("gold.bio", "ann B-PER\na E-PER\nin O\n\nann S-PER\nb O\n"), new DataOptions { Scheme = TagScheme.Bioes });
        var model = TestTagger.Create(EntityReaderTests.Split(names), new BundleSettings { Scheme = scheme });
        var (labels, tokenizer) = (model.Labels, TestTagger.Tokenizer);
        using var predictor = new TaskPredictor(model, new FakeEngine(labels.Count, Row));
        var data = model.Data(file);
        var predictions = predictor.Predict(data.Items);
        var score = data.Score(predictions);
        Assert.Equal(("f1", 1.0), (score.Metric, score.Value));
        Assert.Equal(2, (int)data.Report(predictions, "default").ToJson()["micro"]!["support"]!);
        Assert.Equal(1, data.ValueOf([.. data.Parts(predictions).Aggregate((sum, part) => [.. sum.Zip(part, (a, b) => a + b)])]));

        // "ann" starts an entity that only the letter "a" continues.
        float[] Row(long[] ids, int t)
        {
            var row = new float[labels.Count];
            var (piece, next) = (tokenizer.Vocabulary[(int)ids[t]], t + 1 < ids.Length ? tokenizer.Vocabulary[(int)ids[t + 1]] : "");
            string[] wanted = piece switch
            {
                "ann" => next == "a" ? ["B-PER"] : ["S-PER", "B-PER"],
                "a" => ["E-PER", "I-PER"],
                _ => ["O"],
            };
            if (scheme == TagScheme.Iob1 && piece == "ann") wanted = ["I-PER"];
            row[labels.IdOf(wanted.First(label => labels.IdOf(label) >= 0))] = 1;
            return row;
        }
    }

    [Fact]
    public void RawLabelsAreScoredInTheSchemeOfEachSideAndRepairedOnRequest()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("gold.bio", "ann B-PER\na I-PER\nin O\nann B-PER\n");        // the model predicts I-PER, I-PER, O, B-PER
        var model = TestTagger.Create(["O", "B-PER", "I-PER"], new BundleSettings { Decoder = DecodeMode.Argmax });
        Assert.Equal((0.5, 0.5, 1), Score(LabelRepair.None));                        // the first entity has no beginning
        Assert.Equal((0.5, 0.5, 1), Score(LabelRepair.Discard));
        Assert.Equal((1.0, 1.0, 1), Score(LabelRepair.Conlleval));

        (double Recall, double Part, int Places) Score(LabelRepair repair)
        {
            var data = model.Data(new TokenClassificationTask().Read(path, new DataOptions { Repair = repair }));
            ItemPrediction[] predictions = [Prediction(model, [2, 2, 0, 1])];
            var json = data.Report(predictions).ToJson();
            Assert.Equal(repair.ToString().ToLowerInvariant(), (string?)json["repair"]);
            Assert.Contains("1 in predicted labels", data.Report(predictions).ToText(), StringComparison.Ordinal);
            Assert.Equal(0.75, (double)json["accuracy"]!);
            return ((double)json["micro"]!["recall"]!, data.Parts(predictions)[0][0] / 2, (int)json["illegalPlaces"]!["predicted"]!);
        }
    }

    [Theory]
    [InlineData(new[] { 3, 2, 0 }, 1.0)]
    [InlineData(new[] { 3, 2, 4 }, 0.8)]                   // one entity more: precision 2/3, recall 1
    [InlineData(new[] { 0, 0, 0 }, 0.0)]
    public void WhatOneModelFindsIsGoldForAModelOfAnotherScheme(int[] other, double agreement)
    {
        using var folder = new TemporaryFolder();
        var (bio, bioes) = (TestTagger.Create(["O", "B-PER", "I-PER"]), TestTagger.Create(["O", "I-PER", "E-PER", "B-PER", "S-PER"]));
        var data = bio.Data(new TokenClassificationTask().Read(folder.Write("gold.bio", "ann O\na O\nin B-PER\n\nann O\n"), new DataOptions()));
        ItemPrediction[] found = [Prediction(bio, [1, 2, 0]), Prediction(bio, [1])];
        var labelled = data.LabelledBy(found);
        Assert.Equal((0, 1), (data.Score(found).Value, labelled.Score(found).Value));
        Assert.Equal(data.Counts, labelled.Counts);
        Assert.Equal(agreement, labelled.For(bioes).Score([Prediction(bioes, other), Prediction(bioes, [other[0] == 0 ? 0 : 4])]).Value, 9);
    }

    [Fact]
    public void TypesThatTheModelDoesNotKnowCountAsMissedAndAreWarnedOf()
    {
        using var folder = new TemporaryFolder();
        var model = TestTagger.Create(["O", "PER"]);
        var data = model.Data(new TokenClassificationTask().Read(folder.Write("gold.bio", "ann B-PER\nparis B-LOC\n"), new DataOptions()));
        Assert.EndsWith("the model does not know these types, so their entities count as missed: LOC", Assert.Single(data.Warnings), StringComparison.Ordinal);
        var score = data.Score([Prediction(model, [1, 0])]);
        Assert.Equal((1.0, 0.5), (score.Details["precision"], score.Details["recall"]));
        Assert.Throws<InvalidInputException>(() => data.Examples());
    }

    [Theory]
    [InlineData(null, "the file is of scheme Iob1, of which the labels of the model may be, too; the model is taken to be of Bio")]
    [InlineData(TagScheme.Bio, null)]
    [InlineData(TagScheme.Iob1, null)]
    public void AFileOfASchemeThatTheModelMayBeOfIsWarnedOf(TagScheme? scheme, string? warning)
    {
        using var folder = new TemporaryFolder();
        var model = TestTagger.Create(["O", "B-PER", "I-PER"], new BundleSettings { Scheme = scheme });
        var data = model.Data(new TokenClassificationTask().Read(folder.Write("gold.bio", "ann I-PER\nin O\n"), new DataOptions()));
        if (warning is null) Assert.Empty(data.Warnings);
        else Assert.Contains(warning, Assert.Single(data.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void RunsOfLabelsWithoutLettersAreSaid()
    {
        using var folder = new TemporaryFolder();
        var file = new TokenClassificationTask().Read(folder.Write("gold.txt", "Oslo LOC\nis O\n"), new DataOptions());
        Assert.EndsWith("the labels have no letters, so a run of equal labels is one entity", file.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("O B-PER I-PER", TagScheme.Iob1, "2 2 1 0")]
    [InlineData("PER O", null, "0 0 1 1")]
    [InlineData("O B-PER M-PER E-PER S-PER", null, "1 3 0 0")]
    public void TargetsAreTheLabelsOfTheModelsOwnScheme(string names, TagScheme? scheme, string targets)
    {
        using var folder = new TemporaryFolder();
        var second = names == "O B-PER I-PER" ? "B-PER" : "O";
        var file = new TokenClassificationTask().Read(folder.Write("gold.bio", $"ann B-PER\na I-PER\nann {second}\nin O\n"), new DataOptions());
        var model = TestTagger.Create(EntityReaderTests.Split(names), new BundleSettings { Scheme = scheme });
        var example = Assert.Single(model.Data(file).Examples());
        Assert.Equal(targets, string.Join(' ', example.Targets!.Where(target => target >= 0)));
    }

    [Fact]
    public void ASentenceThatTheLabelsCannotExpressIsNamed()
    {
        using var folder = new TemporaryFolder();
        var file = new TokenClassificationTask().Read(folder.Write("gold.bio", "in O\n\nann B-PER\nann B-PER\na I-PER\n"), new DataOptions());
        var fault = Assert.Throws<InvalidInputException>(() => TestTagger.Create(["O", "PER"]).Data(file).Examples());
        Assert.Equal(3, fault.Line);
        Assert.EndsWith("the labels cannot express the entity of type PER at words 1 to 2: it stands beside another of its type, and no label parts them",
            fault.Message, StringComparison.Ordinal);
    }

    private static ItemPrediction Prediction(TaggingModel model, int[] ids)
    {
        var logits = new float[ids.Length * model.Labels.Count];
        for (var word = 0; word < ids.Length; word++) logits[word * model.Labels.Count + ids[word]] = 1;
        return new ItemPrediction(ids, logits);
    }

    [Fact]
    public void CsvHasALineForEachTypeAndAverage()
    {
        using var folder = new TemporaryFolder();
        var report = EvaluationReport.Compute([["S-PER", "S-\"a,b", "O"]], [["S-PER", "O", "S-PER"]], EvaluationMode.Strict);
        var (columns, rows) = new TaggingReport(report, report, hasCrf: false).ToTable();
        CsvTable.Write(folder.File("scores.csv"), columns, rows);
        Assert.Equal(
            """"
            kind,name,precision,recall,f1,support
            type,"""a,b",0,0,0,1
            type,PER,0.5,1,0.6666666666666666,1
            average,micro,0.5,0.5,0.5,2
            average,macro,0.25,0.5,0.3333333333333333,2
            average,weighted,0.25,0.5,0.3333333333333333,2

            """", File.ReadAllText(folder.File("scores.csv")));
    }
}
