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
    public void TaggersOfAnySchemeAreComparedInBioes(string names, TagScheme? scheme)
    {
        using var folder = new TemporaryFolder();
        var file = new TokenClassificationTask().Read(folder.Write("gold.bio", "ann B-PER\na I-PER\nin O\n\nann S-PER\nb O\n"), new DataOptions { Scheme = TagScheme.Bioes });
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
    public void CsvHasALineForEachTypeAndAverage()
    {
        using var folder = new TemporaryFolder();
        var report = EvaluationReport.Compute([["S-PER", "S-\"a,b", "O"]], [["S-PER", "O", "S-PER"]], EvaluationMode.Strict);
        var (columns, rows) = new TaggingReport(report, argmax: 0).ToTable();
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
