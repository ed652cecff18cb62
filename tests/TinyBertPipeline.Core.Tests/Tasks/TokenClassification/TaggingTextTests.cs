using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Core.Tests.Prediction;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class TaggingTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ann S-PER\nsaw O\nparis S-LOC\n. O\n\nann S-PER\n", WordSplit.Punctuation, 1.0, 0)]
    [InlineData("ann S-PER\nsaw O\nparis.x S-LOC\n", WordSplit.WhiteSpace, 1.0, 0)]
    [InlineData("ann S-PER\nsaw O\nparis.x S-LOC\n", WordSplit.Punctuation, 0.5, 1)]            // "paris" is found, but it is a part only
    [InlineData("a S-PER\nb O\n北 B-LOC\n京 E-LOC\n", WordSplit.Character, 1.0, 0)]
    public void EntitiesOfRunningTextAreComparedByTheirCharacters(string lines, WordSplit words, double f1, long otherWords)
    {
        var labels = LabelSet.FromTypes(["LOC", "PER"]);
        var model = TestTagger.Create(labels.Labels, new BundleSettings { Words = words });
        var data = model.Data(new TokenClassificationTask().Read(_folder.Write("data", lines), new DataOptions()));
        using var predictor = new TaskPredictor(model, new FakeEngine(labels.Count, (ids, t) =>
        {
            var row = new float[labels.Count];
            row[labels.IdOf(TestTagger.Tokenizer.Vocabulary[(int)ids[t]] switch
            {
                "ann" or "a" => "S-PER",
                "paris" => "S-LOC",
                "北" => "B-LOC",
                "京" => "E-LOC",
                _ => "O",
            })] = 1;
            return row;
        }));
        Assert.Equal(1, data.Score(predictor.Predict(data.Items)).Value);
        var text = data.AsText()!;
        Assert.Equal(otherWords, text.OtherWords);
        Assert.Equal(f1, text.Score(predictor.Predict(text.Items)).Value, 1e-12);
    }

    public void Dispose() => _folder.Dispose();
}
