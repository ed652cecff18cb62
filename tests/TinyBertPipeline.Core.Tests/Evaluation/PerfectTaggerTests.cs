using CsCheck;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Tests.Labeling;

namespace TinyBertPipeline.Core.Tests.Evaluation;

/// <summary>A tagger whose logits name the gold labels scores 1, whatever letters its types have.</summary>
public sealed class PerfectTaggerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EntitiesWrittenWithAnyLabelsScoreOneInAFileWhoseSchemeIsDetected() =>
        Gen.Select(Gen.OneOf(RandomLabels.Sets, RandomLabels.Sets, RandomLabels.BareSets), Layouts, Gen.Int[0, 3])
            .Sample((names, layouts, choice) =>
            {
                var labels = LabelSet.FromLabels(names);
                if (choice < labels.Choice.Others.Count) labels = LabelSet.FromLabels(names, labels.Choice.Others[choice]);
                LabeledSentence[] sentences = [.. layouts.Select(layout => Write(labels, layout))];
                if (sentences.All(sentence => sentence.Labels.All(label => label == "O"))) return;
                var path = _folder.File($"{Interlocked.Increment(ref _files)}.txt");
                LabeledFileWriter.Write(path, sentences);
                var data = LabeledData.Read(path, HasTypesWithAndWithoutLetters(sentences) ? TagScheme.Mixed : null);
                var report = Evaluate(labels, data);
                if (data.Problems.Count > 0 || report.Micro.F1 < 1 || report.IllegalGoldPlaces + report.IllegalPredictedPlaces > 0)
                    Assert.Fail($"{string.Join(' ', names)} ({labels.Choice}), file {data.Choice}: {report.Micro}\n{File.ReadAllText(path)}");
                if (data.Scheme == labels.Scheme) Assert.Equal(1, report.Accuracy);
            }, iter: 400);

    [Theory]
    [InlineData("B-X I-X I-X O S-X O B-Y I-Y O | B-X I-X O", "O B-X I-X S-X B-Y I-Y", 4)]      // no E
    [InlineData("LOC LOC PER O LOC", "LOC O PER", 3)]                                        // no letters
    [InlineData("I-X I-X O I-Y | I-X O I-Y I-Y", "O I-X I-Y", 4)]                              // I alone
    [InlineData("B-X E-X | B-X I-X E-X", "O B-X I-X E-X S-X", 2)]                              // a file that lacks S
    public void HandMadeFilesScoreOne(string text, string set, int entities)
    {
        LabeledSentence[] sentences =
        [
            .. text.Split(" | ").Select(EntityReaderTests.Split).Select(labels => new LabeledSentence([.. labels.Select(_ => "w")], labels, 1)),
        ];
        LabeledFileWriter.Write(_folder.File("gold"), sentences);
        var micro = Evaluate(RandomLabels.Parse(set), LabeledData.Read(_folder.File("gold"))).Micro;
        Assert.Equal(new EntityScore(1, 1, 1, entities), micro);
    }

    [Fact]
    public void IllegalLabelsAreCountedAsTheyAreAndRepairedOnRequest()
    {
        // Gold: one entity of two words, an I that begins nothing. Predicted: both without their beginning.
        File.WriteAllText(_folder.File("gold"), "a B-X\nb I-X\nc O\nd I-X\n");
        var data = LabeledData.Read(_folder.File("gold"), TagScheme.Bio);
        var labels = RandomLabels.Parse("O B-X I-X");
        EntityReadings[] predicted = [labels.Read([2, 2, 0, 2])];
        EntityReadings[] gold = [data.Sentences[0].Entities];
        var raw = EvaluationReport.Compute(gold, predicted, 0.75);
        Assert.Equal((new EntityScore(0, 0, 0, 1), 0.75, 1, 2), (raw.Micro, raw.Accuracy, raw.IllegalGoldPlaces, raw.IllegalPredictedPlaces));
        Assert.Equal(raw.Micro, EvaluationReport.Compute(gold, predicted, 0, repair: LabelRepair.Discard).Micro);
        Assert.Equal(new EntityScore(1, 1, 1, 2), EvaluationReport.Compute(gold, predicted, 0, repair: LabelRepair.Conlleval).Micro);
        Assert.Equal(new EntityScore(1, 1, 1, 2), EvaluationReport.Compute(gold, predicted, 0, EvaluationMode.Default).Micro);
        Assert.Equal(new EntityCounts(0, 0, 1), EntityCounts.Of(gold[0], predicted[0]));
        Assert.Equal(new EntityCounts(2, 2, 2), EntityCounts.Of(gold[0], predicted[0], repair: LabelRepair.Conlleval));
    }

    [Fact]
    public void SeqevalsOddReadingsAreRepairedAway()
    {
        // seqeval lets I start behind an orphan B of IOB1; discarding takes the pair as the one broken entity that it is.
        var labels = RandomLabels.Parse("O B-X I-X", TagScheme.Iob1);
        EntityReadings[] predicted = [labels.Read([0, 1, 2])];
        Assert.Equal([new("X", 2, 2)], predicted[0].After(LabelRepair.None));
        Assert.Empty(predicted[0].After(LabelRepair.Discard));
        Assert.Equal([new("X", 1, 2)], predicted[0].After(LabelRepair.Conlleval));
    }

    private static EvaluationReport Evaluate(LabelSet labels, LabeledData data)
    {
        var decoder = new LegalPathDecoder(labels);
        int[][] predicted = [.. data.Sentences.Select(sentence => decoder.Decode(Logits(sentence), sentence.Words.Length, DecodeMode.Viterbi))];
        return EvaluationReport.Compute(
            [.. data.Sentences.Select(sentence => sentence.Entities)], [.. predicted.Select(ids => labels.Read(ids))],
            LabelAgreement.Of(data, labels, predicted));

        float[] Logits(LabeledSentence sentence)
        {
            var logits = new float[sentence.Words.Length * labels.Count];
            for (var word = 0; word < sentence.Words.Length; word++) logits[word * labels.Count + labels.IdOf(sentence.Written[word])] = 1;
            return logits;
        }
    }

    // Places of entities as gaps and lengths; those that the labels cannot express are left out.
    private static Gen<(int Gap, int Length, int Type)[][]> Layouts { get; } =
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 4], Gen.Int[0, 1]).Array[1, 5].Array[1, 4];

    private static LabeledSentence Write(LabelSet labels, (int Gap, int Length, int Type)[] layout)
    {
        var words = layout.Sum(entity => entity.Gap + entity.Length);
        var (entities, end) = (new List<EntitySpan>(), 0);
        foreach (var (gap, length, type) in layout)
        {
            entities.Add(new EntitySpan(labels.Types[type % labels.Types.Count], end + gap, end + gap + length - 1));
            end += gap + length;
            try
            {
                labels.Encode(entities, words);
            }
            catch (InvalidInputException)
            {
                entities.RemoveAt(entities.Count - 1);
            }
        }
        string[] written = [.. labels.Encode(entities, words).Select(id => labels[id])];
        return new LabeledSentence([.. written.Select(_ => "w")], written, 1);
    }

    private static bool HasTypesWithAndWithoutLetters(LabeledSentence[] sentences)
    {
        var labels = sentences.SelectMany(sentence => sentence.Labels).Where(label => label != "O").ToArray();
        return labels.Any(label => label is "LOC" or "PER") && labels.Any(label => label is not ("LOC" or "PER"));
    }
}
