using System.Text.Json;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Training.Distillation;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class SoftLabelsTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Fact]
    public void SoftLabelsOfAnyTeacherTeachAStudentThatStartsFromOne()
    {
        var options = teacher.Options() with { SoftLabels = SharpenedLabels(), Variant = DistillationVariant.Logits, Pieces = 6000 };
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(options, progress, default);
        Assert.True(result.Final.DevF1 > 0.8 * teacher.DevF1, $"{result.Final.DevF1} of {teacher.DevF1}");
        Assert.All(result.Scores.Skip(1), score => Assert.True(score is { Prediction: not null, Hidden: null, Attention: null }));
        Assert.Contains(progress.Notes, note => note.StartsWith("soft labels: ", StringComparison.Ordinal));
    }

    [Fact]
    public void SoftLabelsWithoutATeacherTrainAGivenStudent()
    {
        var options = teacher.Options() with { Teacher = null, GivenStudent = teacher.Folder, SoftLabels = SharpenedLabels(), Pieces = 500 };
        var result = DistillationRun.Run(options, new SilentProgress(), default);
        Assert.Null(result.TeacherDevF1);
        Assert.Equal(teacher.DevF1, result.Scores[0].DevF1, 12);
    }

    // The gold labels as a teacher that is 97 % sure would give them, in an order of columns that is not the student's.
    private string SharpenedLabels()
    {
        string[] columns = ["S-CITY", "O", "B-CITY", "I-CITY", "E-CITY"];
        var lines = LabeledData.Read(teacher.Train).Sentences.Select(sentence => JsonSerializer.Serialize(new
        {
            words = sentence.Words,
            labels = columns,
            probabilities = sentence.Labels.Select(label => columns.Select(column => column == label ? 0.96 : 0.01)),
        }));
        return teacher.Write("soft.jsonl", string.Join('\n', lines) + "\n");
    }
}
