using CsCheck;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Text;

namespace TinyBertPipeline.Training.Tests.Distillation.Text;

public sealed class SequenceMixTests
{
    private static readonly Gen<int[]> _lengths = Gen.Int[3, 30].Array[1, 50];

    [Fact]
    public void NoBatchIsLargerThanItsBudgetUnlessItIsOneSequence() =>
        Gen.Select(_lengths, Gen.Int[20, 200], Gen.Int[0, 9]).Sample((lengths, budget, seed) =>
        {
            foreach (var batch in new SequenceMix(2000, 1, budget, seed).Batches(Sequences(lengths, 0), []))
                Assert.True(batch.Length == 1 || batch.Length * batch.Max(sequence => sequence.Input.Length) <= budget);
        });

    [Fact]
    public void TheSharesAreKeptToWithinASequence() =>
        Gen.Select(_lengths, _lengths, Gen.Double[0, 1]).Sample((training, raw, share) =>
        {
            var batches = new SequenceMix(3000, share, 100, 1).Batches(Sequences(training, 0), Sequences(raw, 1));
            var all = batches.SelectMany(batch => batch).ToList();
            Assert.InRange(Pieces(all.Where(sequence => sequence.Input.Ids[0] == 0)), 3000 * share - 1, 3000 * share + 30);
            Assert.InRange(Pieces(all), 3000, 3060);
        });

    [Fact]
    public void EveryTextIsSeenBeforeAnyIsRepeated()
    {
        var batches = new SequenceMix(100, 0, 30, 1).Batches([], Sequences([.. Enumerable.Repeat(10, 8)], 1));
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2],
            batches.SelectMany(batch => batch).CountBy(sequence => sequence).Select(count => count.Value).Order());
    }

    [Fact]
    public void WithoutRawTextAllPiecesComeFromTrainingSentences() =>
        Assert.Equal(100, Pieces(new SequenceMix(100, 0.3, 30, 1).Batches(Sequences([10], 0), []).SelectMany(batch => batch)));

    [Fact]
    public void SequencesOfABatchHaveSimilarLengths()
    {
        var random = new Random(5);
        var sequences = Sequences([.. Enumerable.Range(0, 2000).Select(_ => random.Next(3, 128))], 0);
        var batches = new SequenceMix(Pieces(sequences), 1, 1536, 1).Batches(sequences, []);
        var padded = batches.Sum(batch => (long)batch.Length * batch.Max(sequence => sequence.Input.Length));
        Assert.True(padded < 1.05 * Pieces(sequences));
    }

    [Fact]
    public void TheLayoutDependsOnTheSeedAlone()
    {
        var sequences = Sequences([.. Enumerable.Range(3, 40)], 0);
        string Layout(int seed) => string.Join('|', new SequenceMix(900, 1, 100, seed).Batches(sequences, [])
            .Select(batch => string.Join(' ', batch.Select(sequence => sequence.Input.Length))));
        Assert.Equal(Layout(4), Layout(4));
        Assert.NotEqual(Layout(4), Layout(5));
    }

    private static long Pieces(IEnumerable<TaskExample> sequences) => sequences.Sum(sequence => (long)sequence.Input.Length);

    private static TaskExample[] Sequences(int[] lengths, int first) =>
        Array.ConvertAll(lengths, length => new TaskExample(new ModelInput([first, .. new int[length - 1]])));
}
