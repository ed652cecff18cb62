using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

/// <summary>Sentences that are made of the training sentences.</summary>
public sealed class DistillationTextTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Fact]
    public void SwappedEntitiesAreMoreSentencesToLearnFrom()
    {
        var progress = new RecordingProgress();
        var options = teacher.Options() with { SwappedCopies = 2 };
        var result = DistillationRun.Run(options, progress.Context);
        var note = Assert.Single(progress.Notes, note => note.EndsWith("entities swapped for others of their type", StringComparison.Ordinal));
        Assert.True(int.Parse(note.Split(' ')[0], CultureInfo.InvariantCulture) > 0);
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
    }

    [Theory]
    [InlineData(DistillationVariant.LabelsOnly)]
    [InlineData(DistillationVariant.Logits)]
    public void SwappedSentencesHaveLabelsOfTheirOwn(DistillationVariant variant)
    {
        var options = teacher.Options() with { SwappedCopies = 1, Variant = variant };
        Assert.True(DistillationRun.Run(options, new TrainingContext()).Final.Score.Value > 0);
    }

    [Fact]
    public void SentencesWithReplacedWordsAreMoreToLearnFrom()
    {
        var progress = new RecordingProgress();
        var options = teacher.Options() with { ReplacedCopies = 2 };
        var result = DistillationRun.Run(options, progress.Context);
        var note = Assert.Single(progress.Notes, note => note.Contains("with words replaced by some of the", StringComparison.Ordinal));
        Assert.True(int.Parse(note.Split(' ')[0], CultureInfo.InvariantCulture) > 0);
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
        var again = options with { Out = options.Out + "-again" };
        DistillationRun.Run(again, new TrainingContext());
        Assert.Equal(File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors")), File.ReadAllBytes(Path.Combine(again.Out, "model.safetensors")));
    }

    [Fact]
    public void SentencesWithReplacedWordsHaveNoGoldLabels()
    {
        var options = teacher.Options() with { ReplacedCopies = 1, Variant = DistillationVariant.LabelsOnly };
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options, new TrainingContext()));
        Assert.Contains("replacedCopies: sentences with other words have no gold labels", fault.Message, StringComparison.Ordinal);
    }
}
