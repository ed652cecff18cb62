using System.Diagnostics;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OnnxRuntime;

namespace TinyBertPipeline.Inference.Tests.OnnxRuntime;

public sealed class OnnxRuntimeEngineTests
{
    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void LogitsEqualTheReference(int opset)
    {
        var path = ReferenceData.Require("onnx", $"model-opset{opset}.onnx");
        using var engine = OnnxRuntimeEngine.Load(path, OnnxRuntimeOptions.For(ReferenceModel.Config));
        using var request = engine.CreateRequest();
        foreach (var golden in GoldenBatch.All())
        {
            // The first run of a shape lets the runtime allocate the output, the second writes into it.
            for (var run = 0; run < 2; run++)
            {
                request.Run(golden.Batch);
                Assert.InRange(golden.LargestDifference(request.Output("logits")), 0, ReferenceModel.Tolerance);
            }
        }
    }

    [Theory]
    [InlineData("absent.onnx", "no such file")]
    [InlineData("empty.onnx", "is no ONNX model")]
    [InlineData("text.onnx", "is no ONNX model")]
    [InlineData("cut-off.onnx", "is no ONNX model")]
    [InlineData("unknown-operator.onnx", "Frobnicate")]
    [InlineData("unknown-input.onnx", "has the inputs tokens, attention_mask")]
    [InlineData("int32-inputs.onnx", "input_ids is Int32")]
    [InlineData("rank-3-inputs.onnx", "rank 3")]
    [InlineData("half-output.onnx", "output logits is Float16")]
    public void BrokenModelsAreRefusedWithFileAndReason(string file, string reason)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Invalid", file);
        var error = Assert.Throws<InvalidInputException>(() => OnnxRuntimeEngine.Load(path, TinyModel.OnnxOptions));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Equal(path, error.File);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void ThreadsAndSpinningDoNotChangeTheAnswer(int threads, bool spin)
    {
        using var engine = OnnxRuntimeEngine.Load(TinyModel.Path("masked-ids.onnx"), TinyModel.OnnxOptions with { Threads = threads, Spin = spin });
        using var request = engine.CreateRequest();
        request.Run(TinyModel.Batch(4, 16));
        TinyModel.AssertAnswer(TinyModel.Batch(4, 16), request);
        Assert.Equal(Math.Max(1, Environment.ProcessorCount / threads), engine.Info.UsefulRequests);
    }

    [Fact]
    public void ImpossibleOptionsAreTheCallersBug() => Assert.Throws<ArgumentOutOfRangeException>(
        () => OnnxRuntimeEngine.Load(TinyModel.Path("masked-ids.onnx"), TinyModel.OnnxOptions with { Threads = -1 }));

    /// <summary>
    /// Runs a test of this class in a process of its own whose home is empty and whose environment does not look like a build server, where
    /// ONNX Runtime sends nothing of its own accord.
    /// </summary>
    [Fact]
    public async Task TelemetryLeavesNoFileInAnEmptyHome()
    {
        using var home = new TemporaryFolder();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(OnnxRuntimeEngineTests).Assembly.Location);
        foreach (var argument in new[] { "-method", $"*{nameof(ThreadsAndSpinningDoNotChangeTheAnswer)}" }) start.ArgumentList.Add(argument);
        var kept = new[] { "PATH", "DOTNET_ROOT", "LD_LIBRARY_PATH", "SystemRoot" }
            .ToDictionary(name => name, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach (var (name, value) in kept.Where(pair => pair.Value is not null)) start.Environment[name] = value;
        foreach (var name in new[] { "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "TMPDIR", "TEMP", "TMP" }) start.Environment[name] = home.Path;

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("Total: 2, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories));
    }

    // A loop of 2^62 turns: a damaged or hostile model must not hold a caller for ever.
    [Fact]
    public async Task AGraphThatNeverEndsIsInterrupted()
    {
        using var engine = OnnxRuntimeEngine.Load(TinyModel.Path("endless-loop.onnx"), TinyModel.OnnxOptions);
        using var request = engine.CreateRequest();
        for (var round = 0; round < 3; round++)
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await request.RunAsync(TinyModel.Batch(2, 3), source.Token));
            Assert.Equal(source.Token, error.CancellationToken);
            using var other = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            Assert.ThrowsAny<OperationCanceledException>(() => request.Run(TinyModel.Batch(2, 3), other.Token));
        }
    }
}
