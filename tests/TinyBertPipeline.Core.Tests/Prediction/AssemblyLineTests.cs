using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Core.Tests.Prediction;

public sealed class AssemblyLineTests
{
    private static readonly TaggingModel _model = TestTagger.Create(new BundleSettings { Window = 128 });
    private static readonly int _labels = _model.Config.Labels.Count;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task AnswersTo50000SentencesOf1To400WordsComeInOrderAndAreThoseOfEachAlone(int requests)
    {
        const int Count = 50_000;
        using var predictor = Create(requests);
        var (read, answered, most) = (0, 0, 0);
        await foreach (var answer in predictor.PredictTextsAsync(Texts(), Json))
        {
            // Each alone would take as long again: a sample, and the text that each answer names.
            var text = Text(answered++);
            Assert.StartsWith($$"""{"text":"{{text}}",""", answer, StringComparison.Ordinal);
            if (answered % 500 == 0) Assert.Equal(Json(predictor.PredictTexts([text])[0]), answer);
            most = Math.Max(most, Volatile.Read(ref read) - answered);
        }
        Assert.Equal(Count, answered);
        Assert.InRange(most, 1, 20_000);

        async IAsyncEnumerable<(string, string?)> Texts()
        {
            await Task.CompletedTask;
            for (; read < Count; read++) yield return (Text(read), null);
        }
    }

    [Fact]
    public async Task WhatHasComeIsAnsweredWhenTheInputPauses()
    {
        using var predictor = Create(2);
        var input = Channel.CreateUnbounded<(string, string?)>();
        await using var answers = predictor.PredictTextsAsync(input.Reader.ReadAllAsync(), Json).GetAsyncEnumerator();
        for (var i = 0; i < 5; i++)
        {
            input.Writer.TryWrite((Text(i), null));
            Assert.True(await answers.MoveNextAsync());
            Assert.Contains(Text(i), answers.Current, StringComparison.Ordinal);
        }
        input.Writer.Complete();
        Assert.False(await answers.MoveNextAsync());
    }

    [Fact]
    public async Task AFaultOfTheInputComesBehindTheAnswersToWhatWasRead()
    {
        using var predictor = Create(2);
        var answered = 0;
        var fault = await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (var _ in predictor.PredictTextsAsync(Texts(), Json)) answered++;
        });
        Assert.Equal((100, "cut off"), (answered, fault.Message));

        static async IAsyncEnumerable<(string, string?)> Texts()
        {
            for (var i = 0; i < 100; i++) yield return (Text(i), null);
            await Task.Yield();
            throw new TimeoutException("cut off");
        }
    }

    [Fact]
    public async Task AFaultOfTheEngineEndsAnInputThatGivesNothing()
    {
        using var predictor = new TaskPredictor(_model, new FakeEngine(_labels, (_, _) => throw new TimeoutException("slow")));
        var input = Channel.CreateUnbounded<(string, string?)>();
        input.Writer.TryWrite(("a b", null));
        var fault = await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (var _ in predictor.PredictTextsAsync(input.Reader.ReadAllAsync(), Json)) Assert.Fail("an answer");
        });
        Assert.Equal("slow", fault.Message);
    }

    [Fact]
    public async Task CancellationEndsAWaitForInput()
    {
        using var predictor = Create(1);
        using var cancellation = new CancellationTokenSource();
        var input = Channel.CreateUnbounded<(string, string?)>();
        input.Writer.TryWrite(("a b", null));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in predictor.PredictTextsAsync(input.Reader.ReadAllAsync(CancellationToken.None), Json, cancellation.Token))
                await cancellation.CancelAsync();
        });
    }

    [Fact]
    public async Task ACallerWhoHasEnoughEndsTheInputToo()
    {
        using var predictor = Create(2);
        var ended = new TaskCompletionSource();
        await foreach (var _ in predictor.PredictTextsAsync(Endless(ended), Json)) break;
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));

        static async IAsyncEnumerable<(string, string?)> Endless(TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    if (i % 50 == 49) await Task.Yield();
                    cancellation.ThrowIfCancellationRequested();
                    yield return (Text(i), null);
                }
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    [Fact]
    public void ShapesAreFewHoweverManyLengthsThereAre()
    {
        var engine = Engine(2);
        using var predictor = new TaskPredictor(_model, engine, batchTokens: 512);
        predictor.PredictTexts([.. Enumerable.Range(0, 3000).Select(Text)]);
        var shapes = engine.Shapes.Distinct().ToList();
        Assert.InRange(shapes.Select(shape => shape.Length).Distinct().Count(), 2, 12);
        Assert.All(shapes, shape => Assert.True(shape.Rows == 512 / shape.Length || int.IsPow2(shape.Rows), $"{shape}"));
    }

    private static TaskPredictor Create(int requests) => new(_model, Engine(requests), batchTokens: 512);

    private static FakeEngine Engine(int requests)
    {
        var engine = FakeEngine.OfContext(_labels, 0);
        return new FakeEngine(_labels, (ids, t) => [.. Enumerable.Range(0, _labels).Select(label => (ids[t] * 7 + label * 3) % 11f)])
        {
            Info = engine.Info with { UsefulRequests = requests, MaxPositions = 128 },
        };
    }

    private static string Json(ITaskPrediction answer) => answer.ToJson().ToJsonString();

    // Mostly short, some of up to 400 words; no two neighbours alike.
    private static string Text(int i)
    {
        var words = i % 97 == 0 ? 1 + i % 400 : 1 + i * 7 % 13;
        return string.Join(' ', Enumerable.Range(0, words).Select(word => (i + word) % 5 == 0 ? "ann" : ((char)('a' + (i * 31 + word) % 26)).ToString()));
    }
}
