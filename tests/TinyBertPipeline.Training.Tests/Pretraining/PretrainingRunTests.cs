using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Pretraining;

public sealed class PretrainingRunTests : IDisposable
{
    private readonly TextData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void ATextIsLearntAndItsMaskedWordsAreFilledFromItsFolder()
    {
        var options = _data.Options("bert") with { NextSentence = false, Pieces = 250 * 256 };
        var result = PretrainingRun.Run(options, new TrainingContext { CommandLine = "the command" });
        Assert.True(result.Best.Perplexity < 8, $"perplexity is {result.Best.Perplexity}");
        Assert.Equal(result.Evaluations.Min(step => step.Perplexity), result.Best.Perplexity);
        Assert.Equal("BertForMaskedLM", BertConfig.Load(options.Out).Architecture);
        var record = RunRecord.TryRead(options.Out)!;
        Assert.Equal(["devLikelihood", "devPerplexity", "devMaskedAccuracy"], record.Scores.Keys);
        Assert.Equal("the command", record.CommandLine);
        Assert.Contains(_data.Raw, record.Inputs.Keys);
        var metrics = File.ReadAllLines(Path.Combine(options.Out, "metrics.csv"));
        Assert.Equal("step,pieces,seconds,loss,devPerplexity,devMaskedAccuracy", metrics[0]);
        Assert.False(Directory.Exists(Path.Combine(options.Out, "checkpoints")));
        Assert.Empty(Directory.GetFiles(options.Out, "*.tmp"));
        using var model = FillMask.Load(options.Out);
        var mask = Assert.Single(model.Fill("two three [MASK] one two. three two one two.", 2));
        Assert.Contains(mask.Pieces[0].Piece, new[] { "one", "two", "three" });
        Assert.Equal((10, 16), (mask.Start, mask.End));
    }

    [Fact]
    public void NextSentencesAreScoredAndTheFolderHasBothHeads()
    {
        var options = _data.Options("bert");
        var result = PretrainingRun.Run(options, new TrainingContext());
        Assert.InRange(result.Best.NextSentenceAccuracy!.Value, 0.2, 1);
        var config = BertConfig.Load(options.Out);
        Assert.Equal("BertForPreTraining", config.Architecture);
        var weights = BertWeights.Load(options.Out, config, BertTensors.PreTraining(config));
        Assert.Equal(["cls.predictions.decoder.weight", "cls.predictions.decoder.bias"], weights.Report.Missing);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(false, 10)]         // at an evaluation
    [InlineData(true, 7)]           // pairs, dropout, short sequences, accumulation
    [InlineData(true, 23)]
    public void AnInterruptedRunEndsWithTheFilesOfAnUndisturbedOne(bool isClassic, int stepsBefore)
    {
        var (undisturbed, interrupted) = (Options("undisturbed"), Options("interrupted"));
        PretrainingRun.Run(undisturbed, new TrainingContext());
        using (var cancellation = new CancellationTokenSource())
        {
            var steps = 0;
            var progress = new RecordingProgress(_ => { if (++steps == stepsBefore) cancellation.Cancel(); });
            Assert.ThrowsAny<OperationCanceledException>(() => PretrainingRun.Run(interrupted, progress.Context, cancellation.Token));
        }
        var notes = new RecordingProgress();
        PretrainingRun.Run(interrupted, notes.Context);
        Assert.Contains(notes.Notes, note => note.StartsWith("going on after step", StringComparison.Ordinal));
        Assert.Equal(Read(undisturbed), Read(interrupted));
        Assert.Equal(RunRecord.TryRead(undisturbed.Out)!.Scores, RunRecord.TryRead(interrupted.Out)!.Scores);

        PretrainingOptions Options(string name) => isClassic
            ? _data.Options(name) with { Dropout = 0.1, ShortLength = 16, Accumulation = 2, Ramp = 0.5, WholeWords = true }
            : _data.Options(name) with { NextSentence = false };
    }

    // Killed behind checkpoints of every few steps, ten times over, at steps that a seed draws.
    [Fact]
    public void ARunThatIsKilledTenTimesEndsWithTheWeightsOfAnUndisturbedOne()
    {
        var undisturbed = _data.Options("undisturbed");
        PretrainingRun.Run(undisturbed, new TrainingContext());
        var killed = _data.Options("killed") with { Checkpoints = new CheckpointOptions { Minutes = 0, Steps = 2 } };
        var random = new Random(5);
        for (var kill = 0; kill < 10; kill++)
        {
            var left = random.Next(3, 6);
            var progress = new RecordingProgress(_ => { if (--left == 0) throw new KilledException(); });
            Assert.Throws<KilledException>(() => PretrainingRun.Run(killed, progress.Context));
        }
        PretrainingRun.Run(killed, new TrainingContext());
        Assert.Equal(Read(undisturbed), Read(killed));
    }

    [Fact]
    public void ACheckpointGoesOnWithALowerPerplexityThanItBeganWithAndAHeadThatItLacksIsMade()
    {
        using var city = new CityData();
        var tagger = city.Options("tagger", epochs: 1) with { Tokenizer = _data.Tokenizer };
        FineTuningRun.Run(tagger, new TrainingContext());
        var options = _data.Options("adapted") with { Model = tagger.Out, Tokenizer = null, Evaluations = 2, Pieces = 100 * 256 };
        var progress = new RecordingProgress();
        var result = PretrainingRun.Run(options, progress.Context);
        Assert.Contains(progress.Notes, note => note.Contains("has no cls.predictions.bias", StringComparison.Ordinal));
        Assert.Equal([0, 50, 100], result.Evaluations.Select(step => step.Step));
        Assert.True(result.Best.Perplexity < result.Evaluations[0].Perplexity);
        Assert.Equal("BertForMaskedLM", BertConfig.Load(options.Out).Architecture);
    }

    [Fact]
    public void ABudgetDecidesTheNumberOfStepsByAMeasurement()
    {
        var progress = new RecordingProgress();
        PretrainingRun.Run(_data.Options("bert") with { Pieces = 0, Budget = 0.002, Evaluations = 1 }, progress.Context);
        Assert.True(progress.Steps[0].TotalSteps >= 1);
        Assert.Equal(progress.Steps[0].TotalSteps, progress.Steps[^1].Step);
    }

    [Fact]
    public void TextOfASingleDocumentIsRefusedWithTheRemedy()
    {
        var raw = _data.Write("single.txt", "one two three.\nfour five six.");
        var options = _data.Options("bert") with { Raw = [raw] };
        var fault = Assert.Throws<InvalidInputException>(() => PretrainingRun.Run(options, new TrainingContext()));
        Assert.Contains("part documents by blank lines", fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Read(PretrainingOptions options) => File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors"));

    private sealed class KilledException : Exception;
}
