using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.FineTuning;

public sealed class FineTuningRunTests : IDisposable
{
    private readonly CityData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void ATaggerIsLearntFromRandomWeightsAndItsBundleGivesTheRecordedScore()
    {
        var progress = new RecordingProgress();
        var options = _data.Options("bundle");
        var result = FineTuningRun.Run(options, progress.Context with { CommandLine = "the command" });
        Assert.True(result.Best.Score.Value > 0.9, $"dev F1 is {result.Best.Score.Value}");
        Assert.Equal([1, 2, 3, 4, 5, 6], result.Evaluations.Select(epoch => epoch.Epoch));
        Assert.Equal(result.Evaluations.Max(epoch => epoch.Score.Value), result.Best.Score.Value);
        Assert.Equal(result.Evaluations[^1].Step, progress.Steps[^1].TotalSteps);
        Assert.Equal(result.Evaluations[^2].Score, progress.Steps[^1].Score);

        var bundle = Bundle.Open(options.Out);
        Assert.Equal(["O", "B-CITY", "I-CITY", "E-CITY", "S-CITY"], bundle.Config.Labels);
        Assert.Equal((TagScheme.Bioes, DecodeMode.Viterbi, 128), (bundle.Settings.Scheme, bundle.Settings.Decoder, bundle.Settings.Window));
        BundleScore.AssertEqual(result.Best.Score, BundleScore.Measure(options.Out, _data.Dev));
        var record = bundle.ReadRun()!;
        Assert.Equal(result.Best.Score.Named("dev"), record.Scores);
        Assert.Equal(["devF1", "devPrecision", "devRecall", "devF1Argmax"], record.Scores.Keys);
        Assert.Equal("the command", record.CommandLine);
        Assert.Equal(1, record.Seeds["training"]);
        Assert.Contains(_data.Dev, record.Inputs.Keys);
        Assert.Contains(_data.Train, record.Inputs.Keys);
        Assert.Contains(Path.Combine(_data.Tokenizer, "vocab.txt"), record.Inputs.Keys);
        Assert.Equal(0.02, record.Options!["learningRate"]!.GetValue<double>());
        var metrics = File.ReadAllLines(Path.Combine(options.Out, "metrics.csv"));
        Assert.Equal("epoch,step,loss,devF1,devPrecision,devRecall,devF1Argmax", metrics[0]);
        Assert.Equal(7, metrics.Length);
        Assert.False(Directory.Exists(Path.Combine(options.Out, "checkpoints")));
        Assert.False(File.Exists(Path.Combine(options.Out, "run.lock")));
    }

    [Fact]
    public void AClassifierIsLearntAndItsBundleGivesTheRecordedScore()
    {
        using var data = new MoodData();
        var options = data.Options("bundle");
        var result = FineTuningRun.Run(options, new TrainingContext());
        Assert.True(result.Best.Score.Value > 0.9, $"dev accuracy is {result.Best.Score.Value}");
        var bundle = Bundle.Open(options.Out);
        Assert.Equal(("sequence-classification", "BertForSequenceClassification"), (bundle.Task.Name, bundle.Config.Architecture));
        Assert.Equal(MoodData.Labels, bundle.Config.Labels);
        BundleScore.AssertEqual(result.Best.Score, BundleScore.Measure(options.Out, data.Dev));
        Assert.Equal(["devAccuracy", "devMacroF1", "devMcc"], bundle.ReadRun()!.Scores.Keys);
        var metrics = File.ReadAllText(Path.Combine(options.Out, "metrics.csv"));
        Assert.StartsWith("epoch,step,loss,devAccuracy,devMacroF1,devMcc\n", metrics, StringComparison.Ordinal);
    }

    // The window of training is that of every later use, and so is the decoder: more words than fit one window, and labels that need no
    // legal path.
    [Theory]
    [InlineData(null)]
    [InlineData(DecodeMode.Argmax)]
    public void WindowAndDecoderOfTheDevScoreAreThoseOfTheBundle(DecodeMode? decoder)
    {
        var dev = _data.Write("long-dev", File.ReadAllText(_data.Dev).Replace("\n\n", "\n", StringComparison.Ordinal));
        var options = _data.Options("bundle", epochs: 3) with { Dev = dev, Window = 16, Decoder = decoder };
        var result = FineTuningRun.Run(options, new TrainingContext());
        var settings = Bundle.Open(options.Out).Settings;
        Assert.Equal((16, decoder ?? DecodeMode.Viterbi), (settings.Window, settings.Decoder));
        BundleScore.AssertEqual(result.Best.Score, BundleScore.Measure(options.Out, dev));
    }

    [Fact]
    public void ABundleStatesTheLongestSequenceThatItsModelTakes()
    {
        var options = _data.Options("bundle", epochs: 1);
        FineTuningRun.Run(options, new TrainingContext());
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(options.Out, "tokenizer_config.json")))!;
        Assert.Equal(512, (int)config["model_max_length"]!);
    }

    [Theory]
    [InlineData(1)]                                         // before anything but a step was done
    [InlineData(13)]                                        // within a later epoch
    public void AnInterruptedRunEndsWithTheFilesOfAnUndisturbedOne(int interruptedAfter) => AssertSameAsUndisturbed(
        interruptedAfter, (options, stop) => FineTuningRun.Run(options, new RecordingProgress(stop).Context, _stopping.Token));

    [Fact]
    public void ARunThatIsInterruptedAtTheEndOfAnEpochIsScoredWhenItGoesOn()
    {
        var stepsPerEpoch = StepsPerEpoch();
        AssertSameAsUndisturbed(
            stepsPerEpoch, (options, stop) => FineTuningRun.Run(options, new RecordingProgress(stop).Context, _stopping.Token));
    }

    // The checkpoint of the last step of an epoch holds its score: nothing is lost or scored twice when the process ends behind it.
    [Fact]
    public void ARunThatIsKilledBehindACheckpointAtTheEndOfAnEpochLosesNoScore()
    {
        var stepsPerEpoch = StepsPerEpoch();
        AssertSameAsUndisturbed(stepsPerEpoch, (options, _) =>
        {
            var checkpoints = new CheckpointOptions { Minutes = 0, Steps = stepsPerEpoch };
            var killing = new RecordingProgress(status => { if (status.Step == stepsPerEpoch + 1) throw new KilledException(); });
            Assert.Throws<KilledException>(() => FineTuningRun.Run(options with { Checkpoints = checkpoints }, killing.Context));
            throw new OperationCanceledException();
        });
    }

    [Fact]
    public void CheckpointsOfAnotherRunAreNotGoneOnWith()
    {
        var options = _data.Options("bundle", epochs: 2);
        Interrupt(options);
        var other = options with { LearningRate = 0.01, Seed = 2 };
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(other, new TrainingContext()));
        Assert.Contains("learningRate: 0.02 there, 0.01 here; ", e.Message, StringComparison.Ordinal);
        Assert.Contains("seed: 1 there, 2 here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVocabularyThatChangedInBetweenIsRefusedByName()
    {
        var options = _data.Options("bundle", epochs: 2);
        Interrupt(options);
        var tokenizer = BertTokenizer.Load(_data.Tokenizer);
        string[] pieces = [.. tokenizer.Vocabulary.Pieces.Take(5), .. tokenizer.Vocabulary.Pieces.Skip(5).Reverse()];
        new BertTokenizer(new Vocabulary(pieces), tokenizer.Options).Save(_data.Tokenizer);
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options, new TrainingContext()));
        Assert.Contains("tokenizer.vocab.txt: content ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckpointsMayBeWrittenMoreOftenOnResuming()
    {
        var options = _data.Options("bundle", epochs: 2);
        Interrupt(options);
        var more = options with { Checkpoints = new CheckpointOptions { Steps = 2 } };
        Assert.Equal(2, FineTuningRun.Run(more, new TrainingContext()).Evaluations.Count);
    }

    [Fact]
    public void TheIdentityKnowsContentsNotPlaces()
    {
        var options = _data.Options("bundle");
        var identity = FineTuningRun.Identity(options);
        Assert.Equal(RunIdentity.Hash(identity), RunIdentity.Hash(FineTuningRun.Identity(options with
        {
            Out = "elsewhere",
            Train = _data.Write("copy", File.ReadAllText(_data.Train)),
            Checkpoints = new CheckpointOptions { Steps = 3 },
        })));
        Assert.NotEqual(RunIdentity.Hash(identity), RunIdentity.Hash(FineTuningRun.Identity(options with { Seed = 2 })));
        Assert.NotEqual(RunIdentity.Hash(identity), RunIdentity.Hash(FineTuningRun.Identity(options with { Train = _data.Dev })));
    }

    [Fact]
    public void AnEncoderIsTakenOverAndAHeadForTheSameLabelsToo()
    {
        var first = _data.Options("first");
        var score = FineTuningRun.Run(first, new TrainingContext()).Best.Score.Value;
        // With so low a rate the second run's score is that of the weights it started from.
        var second = _data.Options("second", epochs: 1) with { Model = first.Out, Tokenizer = null, LearningRate = 1e-9 };
        Assert.Equal(score, FineTuningRun.Run(second, new TrainingContext()).Best.Score.Value, 12);
        Assert.Contains(first.Out, RunRecord.TryRead(second.Out)!.Inputs.Keys);
    }

    [Fact]
    public void AClassifierStartsFromATaggersEncoderWithAPoolerOfItsOwn()
    {
        using var moods = new MoodData();
        var tagger = moods.Options("tagger", epochs: 1) with { Task = null, Train = _data.Train, Dev = _data.Dev };
        FineTuningRun.Run(tagger, new TrainingContext());
        var progress = new RecordingProgress();
        var options = moods.Options("bundle", epochs: 1) with { Model = tagger.Out };
        FineTuningRun.Run(options, progress.Context);
        Assert.Contains(progress.Notes, note => note.Contains("has no pooler", StringComparison.Ordinal));
        Assert.Null(Bundle.Open(options.Out).Settings.Scheme);          // nothing of the tagger's settings is left
    }

    [Fact]
    public void AnotherSeedGivesOtherWeightsAndTheSameSeedTheSame()
    {
        byte[] Weights(string name, int seed)
        {
            var options = _data.Options(name, epochs: 1) with { Seed = seed };
            FineTuningRun.Run(options, new TrainingContext());
            return File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors"));
        }

        var first = Weights("a", 1);
        Assert.Equal(first, Weights("b", 1));
        Assert.NotEqual(first, Weights("c", 2));
    }

    [Fact]
    public void SentencesLongerThanTheModelBecomeWindows()
    {
        var long1 = string.Concat(Enumerable.Repeat("we O\noslo S-CITY\n", 30));
        var options = _data.Options("bundle", epochs: 1) with { Train = _data.Write("long", long1), Window = 16 };
        Assert.Single(FineTuningRun.Run(options, new TrainingContext()).Evaluations);
    }

    [Fact]
    public void ATypeThatOnlyDevHasCountsAsMissedAndIsWarnedAbout()
    {
        var progress = new RecordingProgress();
        var options = _data.Options("bundle", epochs: 1) with { Dev = _data.Write("river", "rhine S-RIVER\n") };
        Assert.Equal(0, FineTuningRun.Run(options, progress.Context).Best.Score.Value);
        Assert.Contains(progress.Warnings, warning => warning.Contains("RIVER", StringComparison.Ordinal));
    }

    [Fact]
    public void AWindowThatTheModelHasNoPositionsForIsRefused()
    {
        var options = _data.Options("bundle", epochs: 1) with { Window = 600 };
        var fault = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options, new TrainingContext()));
        Assert.Equal((InputKind.Configuration, "window: 600; the model has 512 positions"), (fault.Kind, fault.Message));
    }

    [Fact]
    public void WhatIsOddAboutTheVocabularyIsWarnedAbout()
    {
        var progress = new RecordingProgress();
        var cased = Directory.CreateDirectory(_data.File("cased")).FullName;
        File.WriteAllLines(Path.Combine(cased, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "we", "Oslo"]);   // no word of its case
        FineTuningRun.Run(_data.Options("bundle", epochs: 1) with { Tokenizer = cased }, progress.Context);
        Assert.Contains(progress.Warnings, warning => warning.StartsWith(cased, StringComparison.Ordinal) && warning.Contains("'Oslo'", StringComparison.Ordinal));
    }

    [Fact]
    public void RepairedLabelsAreWarnedAbout()
    {
        var progress = new RecordingProgress();
        var options = _data.Options("bundle", epochs: 1) with { Train = _data.Write("broken", "we O\noslo E-CITY\nlima S-CITY\nnew B-CITY\nyork E-CITY\n") };
        FineTuningRun.Run(options, progress.Context);
        Assert.Contains(progress.Warnings, warning => warning.Contains("broken:2", StringComparison.Ordinal));
    }

    [Fact]
    public void AnOverlyHighRateDivergesWithoutABundle()
    {
        var options = _data.Options("bundle") with { LearningRate = 1e30, Warmup = 0 };
        var e = Assert.Throws<TrainingDivergedException>(() => FineTuningRun.Run(options, new TrainingContext()));
        Assert.Contains("loss term 'labels'", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(options.Out, "run.json")));
        var sentences = Directory.GetFiles(options.Out, "diverged-step-*.txt").Single();
        Assert.StartsWith("line ", File.ReadAllText(sentences), StringComparison.Ordinal);
    }

    [Fact]
    public void ASecondRunIntoTheSameFolderIsKeptOut()
    {
        var options = _data.Options("bundle");
        using var other = RunLock.Take(options.Out);
        Assert.Throws<EnvironmentException>(() => FineTuningRun.Run(options, new TrainingContext()));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("README.md")]
    [InlineData("run.json")]
    [InlineData("added_tokens.json")]
    [InlineData("checkpoints/best.pt")]
    public void AFileOfTheUserInTheFolderIsNeitherReplacedNorMixedInNorRemoved(string name)
    {
        var options = _data.Options("bundle", epochs: 1);
        var path = Path.Combine(options.Out, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "the user's");
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options, new TrainingContext()));
        Assert.Equal(InputKind.Configuration, e.Kind);
        Assert.Equal([path], Directory.GetFiles(options.Out, "*", SearchOption.AllDirectories));
        Assert.Equal("the user's", File.ReadAllText(path));
    }

    [Fact]
    public void TheBundleOfAnotherRunIsReplacedOnlyWhenToldAndThatOfTheSameRunAnyTime()
    {
        var options = _data.Options("bundle", epochs: 1);
        FineTuningRun.Run(options, new TrainingContext());
        FineTuningRun.Run(options, new TrainingContext());
        var before = File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors"));
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options with { Seed = 2 }, new TrainingContext()));
        Assert.Contains("another run", e.Message, StringComparison.Ordinal);
        Assert.Equal(RemedyKind.Overwrite, e.Remedy?.Kind);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors")));
        FineTuningRun.Run(options with { Seed = 2 }, new TrainingContext { Replaces = Replacement.OwnFiles });
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors")));
    }

    [Fact]
    public void WhatTheUserAddsAmongTheCheckpointsStaysWhenTheyGo()
    {
        var options = _data.Options("bundle", epochs: 1);
        Interrupt(options);
        var own = Path.Combine(options.Out, "checkpoints", "notes.txt");
        File.WriteAllText(own, "the user's");
        FineTuningRun.Run(options, new TrainingContext());
        Assert.Equal([own], Directory.GetFiles(Path.Combine(options.Out, "checkpoints"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void TheModelCardTellsTaskLabelsDataScoresAndSizes()
    {
        var options = _data.Options("bundle", epochs: 1);
        var result = FineTuningRun.Run(options, new TrainingContext { CommandLine = "tinybert finetune" });
        var card = File.ReadAllText(Path.Combine(options.Out, "README.md"));
        string[] said =
        [
            "pipeline_tag: token-classification", "| labels | `O`, `B-CITY`, `I-CITY`, `E-CITY`, `S-CITY` |", "    tinybert finetune",
            $"| devF1 | {100 * result.Best.Score.Value:0.00} |", $"| `{Path.GetFileName(_data.Train)}` | ", "## Use from .NET", "## Use from Python",
        ];
        foreach (var part in said) Assert.Contains(part, card, StringComparison.Ordinal);
        Assert.DoesNotContain(_data.Train, card, StringComparison.Ordinal);
    }

    private CancellationTokenSource _stopping = new();

    private int StepsPerEpoch() => (int)FineTuningRun.Run(_data.Options("measured", epochs: 1), new TrainingContext()).Evaluations[0].Step;

    private void AssertSameAsUndisturbed(int interruptedAfter, Action<FineTuningOptions, Action<TrainingStatus>> interrupt)
    {
        var (undisturbed, interrupted) = (_data.Options("undisturbed", epochs: 3), _data.Options("interrupted", epochs: 3));
        FineTuningRun.Run(undisturbed, new TrainingContext());
        using (_stopping = new CancellationTokenSource())
            Assert.Throws<OperationCanceledException>(
                () => interrupt(interrupted, status => { if (status.Step == interruptedAfter) _stopping.Cancel(); }));
        Assert.False(File.Exists(Path.Combine(interrupted.Out, "run.json")));

        var progress = new RecordingProgress();
        FineTuningRun.Run(interrupted, progress.Context);
        Assert.Contains(progress.Notes, note => note.StartsWith("going on after step ", StringComparison.Ordinal));
        Assert.Equal(interruptedAfter + 1, progress.Steps[0].Step);
        foreach (var file in new[] { "model.safetensors", "metrics.csv", "config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed.Out, file)), File.ReadAllBytes(Path.Combine(interrupted.Out, file)));
    }

    private static void Interrupt(FineTuningOptions options)
    {
        using var cancellation = new CancellationTokenSource();
        var stopping = new RecordingProgress(_ => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => FineTuningRun.Run(options, stopping.Context, cancellation.Token));
    }

    private sealed class KilledException : Exception;
}
