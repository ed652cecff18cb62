using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.Modeling;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class DistillationModelsTests : IDisposable
{
    private static readonly string[] _pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "we", "saw", "oslo"];
    private static readonly string[] _labels = ["O", "B-CITY", "I-CITY", "E-CITY", "S-CITY"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ModelsOfOneVocabularyAndLabelListAreOpened()
    {
        using var models = Open(new DistillationOptions
        {
            Teacher = Tagger("teacher", _pieces, _labels),
            GivenStudent = Tagger("student", _pieces, _labels),
            GeneralTeacher = Tagger("general", _pieces, ["O", "B-X", "I-X", "E-X", "S-X"]),      // only its encoder is taken
        });
        Assert.Equal(_labels, models.Student.Config.Labels);
        Assert.Equal(8, models.Student.Config.HiddenSize);
        Assert.NotNull(models.GeneralTeacher);
    }

    [Theory]
    [InlineData("[PAD] [UNK] [CLS] [SEP] [MASK] we oslo saw", "piece 6 is 'oslo' here and 'saw' in the teacher's")]
    [InlineData("[PAD] [UNK] [CLS] [SEP] [MASK] we saw", "piece 7 is absent here and 'oslo' in the teacher's")]
    public void AStudentOfAnotherVocabularyIsRefusedByName(string pieces, string difference)
    {
        var fault = Refuse(Tagger("student", pieces.Split(' '), _labels));
        Assert.Contains("student", fault.File, StringComparison.Ordinal);
        Assert.Contains(difference, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudentWhoseTokenizerKeepsCapitalsIsRefused() =>
        Assert.Contains("must split text alike", Refuse(Tagger("student", _pieces, _labels, lowercase: false)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("O B-CITY E-CITY I-CITY S-CITY")]                 // another order teaches the wrong labels
    [InlineData("O B-TOWN I-TOWN E-TOWN S-TOWN")]
    public void AStudentWithOtherLabelsIsRefusedByName(string labels)
    {
        var fault = Refuse(Tagger("student", _pieces, labels.Split(' ')));
        Assert.Contains("share their labels in one order", fault.Message, StringComparison.Ordinal);
        Assert.Contains(labels.Replace(" ", ", ", StringComparison.Ordinal), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGeneralTeacherOfOtherSizesIsRefused()
    {
        var options = new DistillationOptions
        {
            Teacher = Tagger("teacher", _pieces, _labels),
            GeneralTeacher = Tagger("general", _pieces, _labels, hidden: 12),
        };
        Assert.Contains("1x12", Assert.Throws<InvalidInputException>(() => Open(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudentOfAnotherTaskIsRefused()
    {
        var student = Tagger("student", _pieces, _labels);
        BertConfig.Load(student).Save(student, "BertForSequenceClassification");
        Assert.Contains("is for sequence-classification, the teacher for token-classification", Refuse(student).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheWindowIsWhatTeacherAndStudentTake()
    {
        using var models = Open(new DistillationOptions
        {
            Teacher = Tagger("teacher", _pieces, _labels, positions: 24),
            GivenStudent = Tagger("student", _pieces, _labels, positions: 12),
        });
        Assert.Equal(12, models.Student.Settings.Window);
        Assert.Equal(24, models.TeacherModel!.Settings.Window);
    }

    private static DistillationModels Open(DistillationOptions options) => DistillationModels.Open(options, SilentProgress.Instance);

    private InvalidInputException Refuse(string student) => Assert.Throws<InvalidInputException>(
        () => Open(new DistillationOptions { Teacher = Tagger("teacher", _pieces, _labels), GivenStudent = student }));

    private string Tagger(string name, string[] pieces, string[] labels, bool lowercase = true, int hidden = 8, int positions = 16)
    {
        var folder = _folder.File(name);
        var config = new BertConfig
        {
            VocabularySize = pieces.Length,
            HiddenSize = hidden,
            Layers = 1,
            Heads = 2,
            IntermediateSize = 8,
            MaxPositions = positions,
            Labels = labels,
        };
        config.Save(folder, "BertForTokenClassification");
        new BertTokenizer(new Vocabulary(pieces), new TokenizerOptions { Lowercase = lowercase }).Save(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"), RandomWeights.Create(config, TinyModels.Tagging.Head(config), 1).Tensors.Values);
        return folder;
    }
}
