using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Prediction;

public sealed class SentenceTaggerTests
{
    private static readonly BertTokenizer _tokenizer = TestTokenizer.Create();
    private static readonly LabelSet _labels = LabelSet.FromTypes(["A", "B"]);

    [Theory]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(128)]
    public void EveryWordGetsOneLabelForLengthsUpTo5000(int window)
    {
        var random = new Random(window);
        using var tagger = new SentenceTagger(FakeEngine.OfContext(_labels.Count, 0), _tokenizer, _labels, new TaggerOptions { WindowLength = window });
        var sentences = new[] { 1, 2, 13, 14, 15, 30, 31, 32, 126, 127, 500, 1999, 5000 }
            .Select(length => TestTokenizer.Words(Enumerable.Range(0, length).Select(_ => random.Next(1, 6)), random)).ToArray();
        Assert.Equal(sentences.Select(words => (words.Length, words.Length * _labels.Count)),
            tagger.Tag(sentences).Select(tagged => (tagged.LabelIds.Length, tagged.Logits.Length)));
    }

    [Theory]
    [InlineData(64, 5)]
    [InlineData(128, 12)]
    public void WindowsGiveTheResultOfASinglePassWhereContextIsShorterThanHalfTheOverlap(int window, int radius)
    {
        var random = new Random(window);
        var sentences = new[] { 1, 20, 62, 63, 64, 100, 700 }.Select(length => TestTokenizer.Words(Enumerable.Repeat(1, length), random)).ToArray();
        using var windowed = new SentenceTagger(FakeEngine.OfContext(_labels.Count, radius), _tokenizer, _labels, new TaggerOptions { WindowLength = window });
        using var single = new SentenceTagger(FakeEngine.OfContext(_labels.Count, radius), _tokenizer, _labels, new TaggerOptions { WindowLength = 2000 });
        foreach (var (one, other) in windowed.Tag(sentences).Zip(single.Tag(sentences)))
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
        var sentences = Enumerable.Range(0, 60).Select(i => TestTokenizer.Words(Enumerable.Repeat(2, i % 17), random)).ToArray();
        var engine = new FakeEngine(_labels.Count, Row) { MaxBatchTokens = batchTokens, Info = new FakeEngine(1, Row).Info with { UsefulRequests = requests } };
        using var tagger = new SentenceTagger(engine, _tokenizer, _labels, new TaggerOptions { BatchTokens = batchTokens });
        var together = tagger.Tag(sentences);
        for (var i = 0; i < sentences.Length; i++) Assert.Equal(tagger.Tag([sentences[i]])[0].Logits, together[i].Logits);
        Assert.InRange(engine.MostAtOnce, 1, requests);
        Assert.InRange(engine.Requests.Count, 1, requests);

        static float[] Row(long[] ids, int t) => [.. Enumerable.Range(0, _labels.Count).Select(label => (ids[t] * 7 + label * 3 + t) % 11f)];
    }

    [Fact]
    public void LabelsFollowTheDecodeMode()
    {
        // Every word says I-A most, then B-A.
        using var engine = new FakeEngine(_labels.Count, (_, _) => [0, 2, 3, 2, 0, 0, 0, 0, 0]);
        using var viterbi = new SentenceTagger(engine, _tokenizer, _labels, new TaggerOptions());
        using var argmax = new SentenceTagger(engine, _tokenizer, _labels, new TaggerOptions { Decode = DecodeMode.Argmax });
        Assert.Equal([1, 2, 3], viterbi.Tag([["a", "b", "c"]])[0].LabelIds);
        Assert.Equal([2, 2, 2], argmax.Tag([["a", "b", "c"]])[0].LabelIds);
    }

    [Fact]
    public void ProgressEndsAtTheNumberOfSentences()
    {
        var reports = new Reports();
        using var tagger = new SentenceTagger(FakeEngine.OfContext(_labels.Count, 0), _tokenizer, _labels, new TaggerOptions { BatchTokens = 8, WindowLength = 8 });
        tagger.Tag([["a"], [], ["a", "b", "c", "a", "b", "c", "a", "b", "c"], ["b"]], reports);
        Assert.Equal(reports.Values.Order(), reports.Values);
        Assert.Equal(4, reports.Values[^1]);
    }

    [Fact]
    public void AFailureOfTheEngineIsThrownAsItIsAndItsRequestFreed()
    {
        var engine = new FakeEngine(_labels.Count, (_, _) => throw new TimeoutException("slow"));
        using var tagger = new SentenceTagger(engine, _tokenizer, _labels, new TaggerOptions { BatchTokens = 1 });
        Assert.Equal("slow", Assert.Throws<TimeoutException>(() => tagger.Tag([["a"], ["b"], ["c"]])).Message);
        Assert.All(engine.Requests, request => Assert.True(request.Disposed));
    }

    [Fact]
    public void CancellationEndsTheWork()
    {
        using var tagger = new SentenceTagger(FakeEngine.OfContext(_labels.Count, 0), _tokenizer, _labels, new TaggerOptions());
        Assert.ThrowsAny<OperationCanceledException>(() => tagger.Tag([["a"]], null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void DisposingFreesTheRequests()
    {
        var engine = FakeEngine.OfContext(_labels.Count, 0);
        var tagger = new SentenceTagger(engine, _tokenizer, _labels, new TaggerOptions());
        tagger.Tag([["a"]]);
        tagger.Dispose();
        Assert.True(Assert.Single(engine.Requests).Disposed);
    }

    [Fact]
    public void LogitsThatAreNotFiniteAreRefusedWithTheirPlace()
    {
        using var engine = new FakeEngine(_labels.Count, (ids, t) => [.. Enumerable.Repeat(t == 2 ? float.NaN : 0, _labels.Count)]);
        using var tagger = new SentenceTagger(engine, _tokenizer, _labels, new TaggerOptions());
        var error = Assert.Throws<InvalidInputException>(() => tagger.Tag([["a"], ["a", "b"]]));
        Assert.Contains("NaN in sentence 1, word 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithOtherLabelsIsRefused()
    {
        using var engine = new FakeEngine(_labels.Count, (_, _) => new float[_labels.Count]) { Surplus = 2 };
        using var tagger = new SentenceTagger(engine, _tokenizer, _labels, new TaggerOptions());
        var error = Assert.Throws<InvalidInputException>(() => tagger.Tag([["a"]]));
        Assert.Contains("11 logits for a piece, but there are 9 labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EnginesAndOptionsThatDoNotFitAreRefusedAtOnce()
    {
        var info = FakeEngine.OfContext(1, 0).Info;
        var noLogits = Assert.Throws<InvalidInputException>(() => Create(info with { Outputs = ["last_hidden_state"] }, new TaggerOptions()));
        Assert.Contains("outputs are last_hidden_state", noLogits.Message, StringComparison.Ordinal);
        var fewPieces = Assert.Throws<InvalidInputException>(() => Create(info with { VocabularySize = 20 }, new TaggerOptions()));
        Assert.Contains("embeddings for 20 only", fewPieces.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(info with { MaxPositions = 128 }, new TaggerOptions { WindowLength = 129 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(info, new TaggerOptions { WindowLength = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(info, new TaggerOptions { BatchTokens = 0 }));

        static SentenceTagger Create(EngineInfo info, TaggerOptions options) =>
            new(new FakeEngine(_labels.Count, (_, _) => []) { Info = info }, _tokenizer, _labels, options);
    }

    private sealed class Reports : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
