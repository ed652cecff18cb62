using CsCheck;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Profiling;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>What <see cref="IInferenceEngine"/> promises, for each engine.</summary>
public sealed class EngineContractTests
{
    public static TheoryData<string> Engines => ["onnx", "openvino", "openvino-onnx"];

    [Theory, MemberData(nameof(Engines))]
    public void InfoNamesTheModelsInputsOutputsAndSizes(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        Assert.Equal(engine.Split('-')[0], loaded.Info.Name);
        Assert.Equal(["input_ids", "attention_mask"], loaded.Info.Inputs);
        Assert.Equal(["logits"], loaded.Info.Outputs);
        Assert.Equal(("CPU", "f32"), (loaded.Info.Device, loaded.Info.Precision));
        Assert.Equal((TinyModel.VocabularySize, TinyModel.MaxPositions), (loaded.Info.VocabularySize, loaded.Info.MaxPositions));
        Assert.Matches(@"^\d+\.\d+\.\d+", loaded.Info.Version);
        Assert.True(loaded.Info.UsefulRequests >= 1);
    }

    [Theory, MemberData(nameof(Engines))]
    public void OneRequestAnswersBatchesOfChangingShape(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        using var request = loaded.CreateRequest();
        Gen.Int[1, 6].Select(Gen.Int[1, TinyModel.MaxPositions]).Array[1, 60].Sample(
            shapes =>
            {
                foreach (var (rows, length) in shapes)
                {
                    var batch = TinyModel.Batch(rows, length);
                    request.Run(batch);
                    TinyModel.AssertAnswer(batch, request);
                }
            },
            iter: 5, threads: 1);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task RunningAsynchronouslyGivesTheSameAnswer(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        using var request = loaded.CreateRequest();
        for (var length = 1; length <= 5; length++)
        {
            var batch = TinyModel.Batch(2, length);
            await request.RunAsync(batch, CancellationToken.None);
            TinyModel.AssertAnswer(batch, request);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task RequestsRunSideBySideEachWithItsOwnAnswer(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(caller => Task.Run(async () =>
        {
            using var request = loaded.CreateRequest();
            for (var run = 0; run < 50; run++)
            {
                var batch = TinyModel.Batch(caller, 1 + run % 7);
                if (run % 2 == 0) request.Run(batch);
                else await request.RunAsync(batch, CancellationToken.None);
                TinyModel.AssertAnswer(batch, request);
            }
        })));
    }

    [Theory, MemberData(nameof(Engines))]
    public void AnEngineOpenedForItTimesItsLayersOnce(string engine)
    {
        using var folder = new TemporaryFolder();
        using (var plain = TinyModel.Load(engine))
            Assert.Throws<InvalidOperationException>(() => ((IProfiledEngine)plain).TimeLayers(TinyModel.Batch(2, 4), 0, 1));
        using var profiled = TinyModel.Load(engine, profileFolder: folder.Path);
        var layers = ((IProfiledEngine)profiled).TimeLayers(TinyModel.Batch(16, 64), warmup: 2, runs: 3);
        Assert.NotEmpty(layers);
        Assert.All(layers, layer => Assert.True(layer.Seconds >= 0 && layer.Name.Length > 0 && layer.Kind.Length > 0 && layer.Kernel.Length > 0, $"{layer}"));
        Assert.Equal(layers.Count, layers.DistinctBy(layer => layer.Name).Count());
        Assert.Equal(engine == "onnx", Directory.EnumerateFiles(folder.Path).Any());
        using var request = profiled.CreateRequest();
        request.Run(TinyModel.Batch(2, 4));
        TinyModel.AssertAnswer(TinyModel.Batch(2, 4), request);
    }

    [Theory]
    [InlineData(0, 3.0)]
    [InlineData(1, 3.0)]
    [InlineData(2, 2.5)]
    [InlineData(3, 3.0)]
    [InlineData(4, null)]
    public void TheTimeOfALayerIsTheMedianOfItsRunsAfterTheWarmUp(int warmup, double? expected)
    {
        LayerTime[] runs = [.. new[] { 9.0, 3, 2, 3 }.Select(seconds => new LayerTime("a", "MatMul", "k", seconds))];
        Assert.Equal(expected, LayerTime.Medians(runs, warmup).SingleOrDefault()?.Seconds);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task ACancelledTokenStopsTheRunBeforeItBegins(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        using var request = loaded.CreateRequest();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await request.RunAsync(TinyModel.Batch(1, 4), new CancellationToken(true)));
        request.Run(TinyModel.Batch(1, 4));
        TinyModel.AssertAnswer(TinyModel.Batch(1, 4), request);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task ARequestWorksOnAfterCancellationAtAnyMoment(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        using var request = loaded.CreateRequest();
        for (var round = 0; round < 100; round++)
        {
            using var source = new CancellationTokenSource();
            var run = request.RunAsync(TinyModel.Batch(3, 8), source.Token);
            await source.CancelAsync();
            // The run may have ended before; nothing else than these two ends is right.
            try
            {
                await run;
                TinyModel.AssertAnswer(TinyModel.Batch(3, 8), request);
            }
            catch (OperationCanceledException)
            {
                Assert.Throws<InvalidOperationException>(() => request.Output("logits").Length);
            }
            request.Run(TinyModel.Batch(2, 8));
            TinyModel.AssertAnswer(TinyModel.Batch(2, 8), request);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void BatchesThatDoNotFitAreRefusedBeforeTheNativeCall(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        using var request = loaded.CreateRequest();
        TokenBatch With(long id, long type) => new(1, 2, [1, id], [1, 1], [0, type]);
        Assert.Contains("not in the vocabulary", Assert.Throws<ArgumentException>(() => request.Run(With(TinyModel.VocabularySize, 0))).Message, StringComparison.Ordinal);
        Assert.Contains("not in the vocabulary", Assert.Throws<ArgumentException>(() => request.Run(With(-1, 0))).Message, StringComparison.Ordinal);
        Assert.Contains("token type 2", Assert.Throws<ArgumentException>(() => request.Run(With(1, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("token type -1", Assert.Throws<ArgumentException>(() => request.Run(With(1, -1))).Message, StringComparison.Ordinal);
        var tooLong = TinyModel.Batch(1, TinyModel.MaxPositions + 1);
        Assert.Contains("64 positions", Assert.Throws<ArgumentException>(() => request.Run(tooLong)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void AModelOfFixedShapeTakesThatShapeOnly(string engine)
    {
        using var loaded = TinyModel.Load(engine, "masked-ids-2x3");
        using var request = loaded.CreateRequest();
        var error = Assert.Throws<ArgumentException>(() => request.Run(TinyModel.Batch(2, 4)));
        Assert.Contains("2x4", error.Message, StringComparison.Ordinal);
        request.Run(TinyModel.Batch(2, 3));
        TinyModel.AssertAnswer(TinyModel.Batch(2, 3), request);
    }

    [Theory, MemberData(nameof(Engines))]
    public void OutputsExistOnlyAfterARunAndUnderTheirNames(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        using var request = loaded.CreateRequest();
        Assert.Throws<InvalidOperationException>(() => request.Output("logits").Length);
        request.Run(TinyModel.Batch(1, 2));
        Assert.Contains("logits", Assert.Throws<ArgumentException>(() => request.Output("scores").Length).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task NothingRunsOnADisposedEngine(string engine)
    {
        var loaded = TinyModel.Load(engine);
        using var request = loaded.CreateRequest();
        request.Run(TinyModel.Batch(2, 3));
        loaded.Dispose();
        loaded.Dispose();
        Assert.Throws<ObjectDisposedException>(() => request.Run(TinyModel.Batch(2, 3)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await request.RunAsync(TinyModel.Batch(2, 3), CancellationToken.None));
        Assert.Throws<ObjectDisposedException>(() => request.Output("logits").Length);
        Assert.Throws<ObjectDisposedException>(() => loaded.CreateRequest());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task DisposingAnEngineUnderLoadEndsEveryRunWithItsAnswerOrTheRefusal(string engine)
    {
        for (var round = 0; round < 10; round++)
        {
            var loaded = TinyModel.Load(engine);
            using var started = new CountdownEvent(4);
            var callers = Enumerable.Range(1, 4).Select(caller => Task.Run(async () =>
            {
                using var request = loaded.CreateRequest();
                request.Run(TinyModel.Batch(caller, 5));
                started.Signal();
                for (var run = 0; ; run++)
                {
                    var batch = TinyModel.Batch(caller, 1 + run % 7);
                    if (run % 2 == 0) request.Run(batch);
                    else await request.RunAsync(batch, CancellationToken.None);
                    TinyModel.AssertAnswer(batch, request);
                }
            })).ToArray();
            started.Wait();
            loaded.Dispose();
            foreach (var caller in callers) await Assert.ThrowsAsync<ObjectDisposedException>(() => caller);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task ADisposedRequestRefusesToRun(string engine)
    {
        using var loaded = TinyModel.Load(engine);
        var request = loaded.CreateRequest();
        request.Run(TinyModel.Batch(1, 2));
        request.Dispose();
        request.Dispose();
        Assert.Throws<ObjectDisposedException>(() => request.Run(TinyModel.Batch(1, 2)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await request.RunAsync(TinyModel.Batch(1, 2), CancellationToken.None));
        Assert.Throws<ObjectDisposedException>(() => request.Output("logits").Length);
    }

    [Theory]
    [InlineData("onnx", "masked-ids-with-origin")]
    [InlineData("openvino-onnx", "masked-ids-with-origin")]
    [InlineData("openvino", "masked-ids-with-origin")]
    [InlineData("openvino", "masked-ids-with-origin-as-info")]
    [InlineData("openvino", "masked-ids-with-origin-by-ovc")]
    public void OnlyAModelMadeFromTheExpectedWeightsIsUsed(string engine, string name)
    {
        var heard = new HeardMessages();
        TinyModel.Load(engine, name, TinyModel.WeightsSha256, heard).Dispose();
        TinyModel.Load(engine, name, TinyModel.WeightsSha256.ToUpperInvariant(), heard).Dispose();
        Assert.Empty(heard.Warnings);
        var error = Assert.Throws<InvalidInputException>(() => TinyModel.Load(engine, name, new string('0', 64)));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Contains("made again", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void AModelOfUnknownOriginIsUsedWithAWarning(string engine)
    {
        var heard = new HeardMessages();
        TinyModel.Load(engine, "masked-ids", TinyModel.WeightsSha256, heard).Dispose();
        Assert.Contains("masked-ids", Assert.Single(heard.Warnings), StringComparison.Ordinal);
    }
}
