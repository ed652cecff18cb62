using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tasks.TokenClassification;

namespace TinyBertPipeline.Training.Tests.Distillation.Text;

public sealed class EntityPreferenceTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Theory]
    [InlineData(6, "2 4")]                      // those with a city, best first
    [InlineData(12, "0 1 2 4")]                 // then the others
    [InlineData(99, "0 1 2 3 4")]
    public void TextWithAPredictedEntityIsTakenFirst(int pieces, string expected)
    {
        using var models = DistillationModels.Open(teacher.Options(), SilentProgress.Instance);
        using var rows = new WordBeginnings(models.Student);
        var vocabulary = models.Student.Tokenizer.Vocabulary;
        string[] text = ["we", "then", "oslo", "left", "lima"];
        int[][] windows = [.. text.Select(word => (int[])[2, vocabulary.IdOf(word), 3])];
        var chosen = new EntityPreference(models.Teacher!, rows, vocabulary.PadId, 64).Choose(windows, pieces);
        Assert.Equal(expected, string.Join(' ', chosen.Select(window => Array.IndexOf(windows, window)).Order()));
    }
}
