using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Tests.Loop;
using TinyBertPipeline.Training.Tests.Pretraining;

namespace TinyBertPipeline.Training.Tests.FineTuning;

public sealed class AdaptationTests : IDisposable
{
    private readonly CityData _city = new();
    private readonly TextData _text = new();

    public void Dispose()
    {
        _city.Dispose();
        _text.Dispose();
    }

    [Fact]
    public void AModelIsFirstAdaptedToTextAndASecondFineTuningFindsIt()
    {
        var pretraining = _text.Options("base") with { NextSentence = false, Pieces = 5 * 256 };
        PretrainingRun.Run(pretraining, new TrainingContext());
        var options = _city.Options("tagger", epochs: 1) with
        {
            Model = pretraining.Out,
            Tokenizer = null,
            Adapt = [_text.Raw],
            Adaptation = pretraining with { Model = null, Tokenizer = null, Raw = [], Out = "", LearningRate = null },
        };
        FineTuningRun.Run(options, new TrainingContext());
        var adapted = Path.Combine(options.Out, "adapted");
        Assert.NotNull(RunRecord.TryRead(adapted));
        Assert.Equal(adapted, RunRecord.TryRead(options.Out)!.Options!["model"]!.GetValue<string>());

        var progress = new RecordingProgress();
        FineTuningRun.Run(options with { Epochs = 2 }, progress.Context with { Replaces = Replacement.OwnFiles });
        Assert.Contains(progress.Notes, note => note.Contains("is adapted already", StringComparison.Ordinal));
    }

    [Fact]
    public void AnAdaptationWithoutAModelIsRefused()
    {
        var options = _city.Options("tagger") with { Adapt = [_text.Raw] };
        var fault = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options, new TrainingContext()));
        Assert.Contains("adapt: needs a model", fault.Message, StringComparison.Ordinal);
    }
}
