using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Core.Tests.Prediction;

public sealed class EngineRunnerTests
{
    private static readonly TaggingModel _model = TestTagger.Create();
    private static readonly int _labels = _model.Config.Labels.Count;

    [Theory]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(128)]
    public void EveryWordGetsOneLabelForLengthsUpTo5000(int window)
    {
        var random = new Random(window);
        var model = TestTagger.Create(new BundleSettings { Window = window });
        using var predictor = new TaskPredictor(model, FakeEngine.OfContext(_labels, 0));
        var sentences = new[] { 1, 2, 13, 14, 15, 30, 31, 32, 126, 127, 500, 1999, 5000 }
            .Select(length => TestTokenizer.Words(Enumerable.Range(0, length).Select(_ => random.Next(1, 6)), random)).ToArray();
        Assert.Equal(sentences.Select(words => (words.Length, words.Length * _labels)),
            predictor.Tag(model, sentences).Select(tagged => (tagged.LabelIds.Length, tagged.Logits.Length)));
    }

    [Theory]
    [InlineData(64, 5)]
    [InlineData(128, 12)]
    public void WindowsGiveTheResultOfASinglePassWhereContextIsShorterThanHalfTheOverlap(int window, int radius)
    {
        var random = new Random(window);
        var sentences = new[] { 1, 20, 62, 63, 64, 100, 700 }.Select(length => TestTokenizer.Words(Enumerable.Repeat(1, length), random)).ToArray();
        var (narrow, wide) = (TestTagger.Create(new BundleSettings { Window = window }), TestTagger.Create(new BundleSettings { Window = 2000 }));
        using var windowed = new TaskPredictor(narrow, FakeEngine.OfContext(_labels, radius));
        using var single = new TaskPredictor(wide, FakeEngine.OfContext(_labels, radius));
        foreach (var (one, other) in windowed.Tag(narrow, sentences).Zip(single.Tag(wide, sentences)))
        {
            Assert.Equal(other.Logits, one.Logits);
            Assert.Equal(other.LabelIds, one.LabelIds);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(64, 3)]
    [InlineData(100_000, 3)]
    public void BatchesAndRequestsDoNotChangeResultsOrTheirOrder(int batchTokens, int requests)
    {
        var random = new Random(5);
        var items = TestTagger.Items(_model, Enumerable.Range(0, 60).Select(i => TestTokenizer.Words(Enumerable.Repeat(2, i % 17), random)));
        var engine = new FakeEngine(_labels, Row) { MaxBatchTokens = batchTokens, Info = new FakeEngine(1, Row).Info with { UsefulRequests = requests } };
        using var runner = new EngineRunner(engine, _model, batchTokens);
        var together = runner.Run(items);
        for (var i = 0; i < items.Count; i++) Assert.Equal(runner.Run([items[i]])[0], together[i]);
        Assert.InRange(engine.MostAtOnce, 1, requests);
        Assert.InRange(engine.Requests.Count, 1, requests);

        static float[] Row(long[] ids, int t) => [.. Enumerable.Range(0, _labels).Select(label => (ids[t] * 7 + label * 3 + t) % 11f)];
    }

    [Fact]
    public void LabelsFollowTheModelsDecoder()
    {
        // Every word says I-A most, then B-A.
        using var engine = new FakeEngine(_labels, (_, _) => [0, 2, 3, 2, 0, 0, 0, 0, 0]);
        var argmax = TestTagger.Create(new BundleSettings { Decoder = DecodeMode.Argmax });
        Assert.Equal([1, 2, 3], Assert.Single(new TaskPredictor(_model, engine).Tag(_model, ["a", "b", "c"])).LabelIds);
        Assert.Equal([2, 2, 2], Assert.Single(new TaskPredictor(argmax, engine).Tag(argmax, ["a", "b", "c"])).LabelIds);
    }

    [Fact]
    public void ProgressEndsAtTheNumberOfItems()
    {
        var reports = new Reports();
        var model = TestTagger.Create(new BundleSettings { Window = 8 });
        using var runner = new EngineRunner(FakeEngine.OfContext(_labels, 0), model, batchTokens: 8);
        runner.Run(TestTagger.Items(model, [["a"], [], ["a", "b", "c", "a", "b", "c", "a", "b", "c"], ["b"]]), reports);
        Assert.Equal(reports.Values.Order(), reports.Values);
        Assert.Equal(4, reports.Values[^1]);
    }

    [Fact]
    public void AFailureOfTheEngineIsThrownAsItIsAndItsRequestFreed()
    {
        var engine = new FakeEngine(_labels, (_, _) => throw new TimeoutException("slow"));
        using var runner = new EngineRunner(engine, _model, batchTokens: 1);
        Assert.Equal("slow", Assert.Throws<TimeoutException>(() => runner.Run(Items(["a"], ["b"], ["c"]))).Message);
        Assert.All(engine.Requests, request => Assert.True(request.Disposed));
    }

    [Fact]
    public void CancellationEndsTheWork()
    {
        using var runner = new EngineRunner(FakeEngine.OfContext(_labels, 0), _model);
        Assert.ThrowsAny<OperationCanceledException>(() => runner.Run(Items(["a"]), null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void DisposingFreesTheRequests()
    {
        var engine = FakeEngine.OfContext(_labels, 0);
        var runner = new EngineRunner(engine, _model);
        runner.Run(Items(["a"]));
        runner.Dispose();
        Assert.True(Assert.Single(engine.Requests).Disposed);
    }

    [Fact]
    public void LogitsThatAreNotFiniteAreRefusedWithTheirPlace()
    {
        using var engine = new FakeEngine(_labels, (ids, t) => [.. Enumerable.Repeat(t == 2 ? float.NaN : 0, _labels)]);
        using var runner = new EngineRunner(engine, _model);
        var error = Assert.Throws<InvalidInputException>(() => runner.Run(Items(["a"], ["a", "b"])));
        Assert.Contains("NaN in item 1, row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithOtherLabelsIsRefused()
    {
        using var engine = new FakeEngine(_labels, (_, _) => new float[_labels]) { Surplus = 2 };
        using var runner = new EngineRunner(engine, _model);
        var error = Assert.Throws<InvalidInputException>(() => runner.Run(Items(["a"])));
        Assert.Contains("11 logits for a row, but there are 9 labels", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(4, 16)]
    [InlineData(null, 16)]
    [InlineData(3, null)]
    public void AModelOfOneShapeGetsBatchesOfThatShapeAndGivesTheSame(int? rows, int? length)
    {
        var random = new Random(7);
        var model = TestTagger.Create(new BundleSettings { Window = 16 });
        var items = TestTagger.Items(model, Enumerable.Range(0, 10).Select(i => TestTokenizer.Words(Enumerable.Repeat(2, 3 * i), random)));
        using var free = new EngineRunner(FakeEngine.OfContext(_labels, 2), model);
        var engine = FakeEngine.OfContext(_labels, 2);
        var one = new FakeEngine(_labels, engine.LogitsOf) { Info = engine.Info with { FixedRows = rows, FixedLength = length } };
        using var runner = new EngineRunner(one, model, batchTokens: 64);
        Assert.Equal(free.Run(items), runner.Run(items));
        if (rows is not null) Assert.All(one.BatchRows, batch => Assert.Equal(rows, batch));
        if (length is not null) Assert.All(one.BatchLengths, batch => Assert.Equal(length, batch));
    }

    [Fact]
    public void EnginesAndOptionsThatDoNotFitAreRefusedAtOnce()
    {
        var info = FakeEngine.OfContext(1, 0).Info;
        var noLogits = Assert.Throws<InvalidInputException>(() => Create(info with { Outputs = ["last_hidden_state"] }, _model));
        Assert.Contains("outputs are last_hidden_state", noLogits.Message, StringComparison.Ordinal);
        var fewPieces = Assert.Throws<InvalidInputException>(() => Create(info with { VocabularySize = 20 }, _model));
        Assert.Contains("embeddings for 20 only", fewPieces.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(info with { MaxPositions = 128 }, TestTagger.Create(new BundleSettings { Window = 129 })));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(info with { FixedLength = 128 }, TestTagger.Create(new BundleSettings { Window = 129 })));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(info, _model, batchTokens: 0));

        static EngineRunner Create(EngineInfo info, TaggingModel model, int batchTokens = 64) =>
            new(new FakeEngine(_labels, (_, _) => []) { Info = info }, model, batchTokens);
    }

    private static IReadOnlyList<TaskItem> Items(params string[][] sentences) => TestTagger.Items(_model, sentences);

    private sealed class Reports : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
