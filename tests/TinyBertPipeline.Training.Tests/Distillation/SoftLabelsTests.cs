using System.Text.Json;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class SoftLabelsTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    public static TheoryData<TagScheme> Schemes => [.. CityTeacher.Schemes];

    [Fact]
    public void SoftLabelsOfAnyTeacherTeachAStudentThatStartsFromOne()
    {
        var soft = SharpenedLabels(TagScheme.Bioes);
        var options = teacher.Options() with { SoftLabels = soft, Variant = DistillationVariant.Logits, Pieces = 6000 };
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(options, progress.Context);
        Assert.True(result.Final.Score.Value > 0.8 * teacher.Score.Value, $"{result.Final.Score.Value} of {teacher.Score.Value}");
        Assert.All(result.Scores.Skip(1), score => Assert.Equal(["loss", "prediction"], score.Losses.Keys.Order()));
        Assert.Contains(progress.Notes, note => note.StartsWith("soft labels: ", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutATeacherAGivenStudentGoesOn()
    {
        var soft = SharpenedLabels(TagScheme.Bioes);
        var options = Alone() with { GivenStudent = teacher.Folder, Tokenizer = null, SoftLabels = soft, Pieces = 500 };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.Null(result.TeacherScore);
        BundleScore.AssertEqual(teacher.Score, result.Scores[0].Score);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void WithoutATeacherAStudentStartsAtRandomWithTheLabelsOfTheFile(TagScheme scheme)
    {
        var soft = SharpenedLabels(scheme);
        var options = Alone() with { SoftLabels = soft, Scheme = scheme, Pieces = 9000, LearningRate = 0.01, EntityWeight = 3 };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.True(result.Final.Score.Value > 0.6, $"dev F1 {result.Final.Score.Value}");
        var bundle = Bundle.Open(options.Out);
        Assert.Equal((scheme, "2x16, 4 heads, 32 neurons"), (bundle.Settings.Scheme, ModelSize.Of(bundle.Config).ToString()));
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
    }

    [Fact]
    public void WithoutATeacherAStudentStartsFromAnEncoderWithItsSizes()
    {
        var encoder = teacher.File("encoder");
        var bundle = Bundle.Open(teacher.Folder);
        var keys = bundle.Config.UnknownKeys.DeepClone().AsObject();
        keys.Remove(BertConfig.SectionKey);
        (bundle.Config with { Labels = [], UnknownKeys = keys }).Save(encoder, "BertModel");
        bundle.Tokenizer.Save(encoder);
        SafetensorsWriter.Write(Path.Combine(encoder, "model.safetensors"),
            bundle.LoadWeights().Tensors.Values.Where(tensor => tensor.Name.StartsWith("bert.", StringComparison.Ordinal)));
        var soft = SharpenedLabels(TagScheme.Bio);
        var options = Alone() with { Model = encoder, Tokenizer = null, SoftLabels = soft, Pieces = 5000, LearningRate = 0.01 };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.True(result.Final.Score.Value > 0.6, $"dev F1 {result.Final.Score.Value}");      // the encoder knows the words
        Assert.Equal("3x24, 4 heads, 48 neurons", ModelSize.Of(Bundle.Open(options.Out).Config).ToString());
    }

    [Fact]
    public void WithoutATeacherAModelOfTheSameLabelsKeepsItsHead()
    {
        var labels = string.Join("\", \"", Bundle.Open(teacher.Folder).Config.Labels);
        var soft = teacher.Write(
            "few.jsonl", $"{{\"words\": [\"we\"], \"labels\": [\"{labels}\"], \"probabilities\": [[1, 0, 0, 0, 0]]}}\n");
        var options = Alone() with { Model = teacher.Folder, Tokenizer = null, SoftLabels = soft, Pieces = 100 };
        BundleScore.AssertEqual(teacher.Score, DistillationRun.Run(options, new TrainingContext()).Scores[0].Score);
    }

    // A file that leaves out columns with nothing in them does not name all labels.
    [Fact]
    public void ATrainingFileGivesTheLabelsWhereItHasAllThatTheSoftLabelsName()
    {
        var soft = teacher.Write(
            "sparse.jsonl", "{\"words\": [\"we\", \"rome\"], \"labels\": [\"S-CITY\", \"O\"], \"probabilities\": [[0, 1], [1, 0]]}\n");
        var options = Alone() with { SoftLabels = soft, Pieces = 100 };
        DistillationRun.Run(options with { Train = teacher.Train }, new TrainingContext());
        Assert.Equal(["O", "B-CITY", "I-CITY", "E-CITY", "S-CITY"], Bundle.Open(options.Out).Config.Labels);
        var without = Alone() with { SoftLabels = soft, Pieces = 100 };
        DistillationRun.Run(without, new TrainingContext());
        Assert.Equal(["S-CITY", "O"], Bundle.Open(without.Out).Config.Labels);
    }

    [Fact]
    public void LabelsOfNoTaggerAreAFaultOfTheFile()
    {
        var soft = teacher.Write("none.jsonl", "{\"words\": [\"we\"], \"labels\": [\"yes\", \"no\"], \"probabilities\": [[0, 1]]}\n");
        var fault = Assert.Throws<InvalidInputException>(
            () => DistillationRun.Run(Alone() with { SoftLabels = soft }, new TrainingContext()));
        Assert.Equal((InputKind.Data, soft), (fault.Kind, fault.File));
    }

    private DistillationOptions Alone() => teacher.Options() with { Teacher = null, Train = "", Tokenizer = teacher.Tokenizer };

    // The gold labels as a teacher that is 96 % sure would give them, in an order of columns that no list of labels has.
    private string SharpenedLabels(TagScheme scheme)
    {
        LabeledSentence[] sentences = [.. LabeledData.Read(teacher.Train).InScheme(scheme)];
        string[] columns = [.. CityTeacher.Labels(scheme).OrderDescending(StringComparer.Ordinal)];
        var rest = 0.04 / (columns.Length - 1);
        var lines = sentences.Select(sentence => JsonSerializer.Serialize(new
        {
            words = sentence.Words,
            labels = columns,
            probabilities = sentence.Labels.Select(label => columns.Select(column => column == label ? 0.96 : rest)),
        }));
        return teacher.Write($"soft-{scheme}.jsonl", string.Join('\n', lines) + "\n");
    }
}
