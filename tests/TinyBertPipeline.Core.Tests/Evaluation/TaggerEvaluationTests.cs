using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tests.Labeling;
using TinyBertPipeline.Core.Tests.Prediction;

namespace TinyBertPipeline.Core.Tests.Evaluation;

public sealed class TaggerEvaluationTests
{
    [Theory]
    [InlineData("O B-PER I-PER", null)]
    [InlineData("O B-PER I-PER", TagScheme.Iob1)]
    [InlineData("S-PER O B-PER I-PER E-PER", null)]
    [InlineData("O B-PER M-PER E-PER S-PER", null)]
    public void TaggersOfAnySchemeAreComparedInBioes(string names, TagScheme? scheme)
    {
        using var folder = new TemporaryFolder();
        var data = LabeledData.Read(folder.Write("gold.bio", "ann B-PER\na I-PER\nin O\n\nann S-PER\nb O\n"), TagScheme.Bioes);
        var labels = LabelSet.FromLabels(EntityReaderTests.Split(names), scheme);
        var tokenizer = TestTokenizer.Create();
        using var tagger = new SentenceTagger(new FakeEngine(labels.Count, Row), tokenizer, labels, new TaggerOptions());
        var evaluation = TaggerEvaluation.Run(tagger, labels, data);
        Assert.Equal(data.Sentences.Select(sentence => sentence.Labels), evaluation.Predicted);
        Assert.Equal(1, evaluation.Report().Micro.F1);
        Assert.Equal(2, evaluation.Report(EvaluationMode.Default).Micro.Support);

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
}
