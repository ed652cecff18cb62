using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Initialization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Initialization;

public sealed class StudentInitializationTests
{
    private const int Vocabulary = 60;

    private List<TokenBatch> _text = [.. Enumerable.Range(0, 6).Select(RandomBatch)];

    [Theory]
    [InlineData("gelu")]
    [InlineData("gelu_new")]
    [InlineData("relu")]
    public void AStudentOfTheTeachersOwnSizeReturnsTheTeachersLogits(string activation)
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(3, 24, 4, 40), activation);
        AssertSameLogits(teacher, Start(teacher, new ModelSize(3, 24, 4, 40)));
    }

    [Fact]
    public void TheReferenceTeacherIsReturnedByAStudentOfItsSize()
    {
        using var scope = NewDisposeScope();
        var teacher = ReferenceModels.Load(ReferenceData.Require("distill", "teacher"));
        AssertSameLogits(teacher, Start(teacher, ModelSize.Of(teacher.Config)));
    }

    [Fact]
    public void WiderHeadsAndMoreNeuronsChangeNothing()
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(2, 24, 4, 40));
        // fewer heads: only that it runs
        AssertSameLogits(teacher, Start(teacher, new ModelSize(2, 24, 3, 44)), tolerance: double.PositiveInfinity);
        AssertSameLogits(teacher, Start(teacher, new ModelSize(2, 24, 4, 44)));
        AssertSameLogits(teacher, Start(teacher, new ModelSize(2, 24, 6, 40)), tolerance: double.PositiveInfinity);
    }

    [Theory]
    [InlineData(3, 24, 4, 30)]
    [InlineData(3, 20, 4, 40)]
    [InlineData(3, 21, 3, 36)]
    [InlineData(3, 24, 2, 40)]
    public void SmallerStudentsStartCloserThanRandomOnes(int layers, int hidden, int heads, int intermediate)
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(3, 24, 4, 40));
        var start = Start(teacher, new ModelSize(layers, hidden, heads, intermediate));
        var random = BertTaskModel.Create(teacher.Task, start.Config, 9);
        Assert.True(Distance(teacher, Load(teacher, start)) < 0.7 * Distance(teacher, random));
        Assert.Equal(layers + 1, start.Projections.Count);
        Assert.All(start.Projections, projection => Assert.Equal([24, hidden], projection.Weight.Shape));
        Assert.All(start.Heads, kept => Assert.Equal(heads, kept.Length));
    }

    [Fact]
    public void LayersAreCopiedByTheMap()
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(4, 24, 4, 40));
        var (from, to) = (teacher.ToWeights().ToDictionary(tensor => tensor.Name), Start(teacher, new ModelSize(3, 24, 4, 40)).Weights);
        foreach (var (student, original) in new[] { (0, 0), (1, 1), (2, 3) })
        {
            string[] copied = ["output.LayerNorm.weight", "attention.output.LayerNorm.bias", "intermediate.dense.weight", "output.dense.bias"];
            foreach (var name in copied)
                Assert.Equal(from[$"bert.encoder.layer.{original}.{name}"].Values, to[$"bert.encoder.layer.{student}.{name}"].Values);
        }
    }

    [Fact]
    public void RestoringStartsCloserThanSelectionAlone()
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(3, 24, 4, 40));
        var size = new ModelSize(3, 18, 3, 30);
        double Distance(bool restores) => this.Distance(teacher, Load(teacher, Start(teacher, size, restores)));
        Assert.True(Distance(restores: true) < Distance(restores: false));
    }

    [Fact]
    public void ProjectionsRestoreTheTeachersStatesFromTheStudents()
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(3, 24, 4, 40));
        var start = Start(teacher, new ModelSize(3, 24, 4, 40));
        Assert.All(start.Projections, projection =>
        {
            Assert.True(tensor(projection.Weight.Values, 24, 24).equal(eye(24)).all().item<bool>());
            Assert.All(projection.Bias.Values, value => Assert.Equal(0, value));
        });
    }

    [Fact]
    public void AClassifierOfTheTeachersOwnSizeReturnsTheTeachersLogits()
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(3, 24, 4, 40), task: TinyModels.Classification);
        AssertSameLogits(teacher, Start(teacher, new ModelSize(3, 24, 4, 40)));
    }

    [Theory]
    [InlineData(3, 22, 2, 40)]
    [InlineData(3, 20, 4, 40)]
    public void ASmallerClassifierStartsCloserThanARandomOneAndThanOneOfSelectedUnits(int layers, int hidden, int heads, int intermediate)
    {
        using var scope = NewDisposeScope();
        _text = [.. Enumerable.Range(0, 60).Select(RandomBatch)];                    // a text has one pooled row
        var teacher = Teacher(new ModelSize(3, 24, 4, 40), task: TinyModels.Classification);
        var size = new ModelSize(layers, hidden, heads, intermediate);
        var start = Start(teacher, size);
        Assert.Equal([hidden, hidden], start.Weights["bert.pooler.dense.weight"].Shape);
        Assert.Equal([5, hidden], start.Weights["classifier.weight"].Shape);
        var distance = Distance(teacher, Load(teacher, start));
        Assert.True(distance < 0.7 * Distance(teacher, BertTaskModel.Create(teacher.Task, start.Config, 9)));
        Assert.True(distance < Distance(teacher, Load(teacher, Start(teacher, size, restores: false))));
    }

    [Fact]
    public void TheSameSeedAndTextGiveTheSameStudent()
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(3, 24, 4, 40));
        var size = new ModelSize(2, 20, 5, 44);
        var (first, second) = (Start(teacher, size), Start(teacher, size));
        Assert.All(first.Weights, pair => Assert.Equal(pair.Value.Values, second.Weights[pair.Key].Values));
    }

    [Fact]
    public void AStudentWiderThanItsTeacherIsRefused()
    {
        using var scope = NewDisposeScope();
        var teacher = Teacher(new ModelSize(2, 24, 4, 40));
        var fault = Assert.Throws<InvalidInputException>(() => Start(teacher, new ModelSize(2, 28, 4, 40)));
        Assert.Contains("at most 24", fault.Message, StringComparison.Ordinal);
    }

    private StudentStart Start(BertTaskModel teacher, ModelSize size, bool restores = true) =>
        StudentInitialization.Run(teacher, _text, new StartOptions(size, LayerMap.LowestAndLast(teacher.Config.Layers, size.Layers))
        {
            Restores = restores,
            Seed = 3,
        });

    private void AssertSameLogits(BertTaskModel teacher, StudentStart start, double tolerance = 1e-4) =>
        Assert.True((Logits(teacher) - Logits(Load(teacher, start))).abs().max().ToSingle() <= tolerance);

    private double Distance(BertTaskModel teacher, BertTaskModel student) => (Logits(teacher) - Logits(student)).square().mean().ToSingle();

    private Tensor Logits(BertTaskModel model)
    {
        using var noGrad = no_grad();
        var tokens = TokenTensors.Of(_text[0]);
        var logits = model.forward(tokens).Logits!;
        return logits.shape[1] == 1 ? logits : logits * tokens.Mask.unsqueeze(-1);
    }

    private static BertTaskModel Load(BertTaskModel teacher, StudentStart start) =>
        BertTaskModel.Load(teacher.Task, start.Config, new BertWeights(start.Config, start.Weights.Values));

    // Large weights, so that layers, heads and LayerNorms matter; LayerNorms and biases that are not the identity.
    private static BertTaskModel Teacher(ModelSize size, string activation = "gelu", ITask? task = null)
    {
        var config = new BertConfig
        {
            VocabularySize = Vocabulary,
            Layers = size.Layers,
            HiddenSize = size.HiddenSize,
            Heads = size.Heads,
            IntermediateSize = size.IntermediateSize,
            MaxPositions = 32,
            Activation = activation,
            InitializerRange = 0.3,
            Labels = ["O", "B-X", "I-X", "E-X", "S-X"],
        };
        var model = BertTaskModel.Create(task ?? TinyModels.Tagging, config, 5);
        using var noGrad = no_grad();
        using var generator = new Generator(17);
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 1))
            parameter.add_(randn(parameter.shape, generator: generator) * 0.2);
        return model;
    }

    private static TokenBatch RandomBatch(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 12).Select(
            _ => Enumerable.Range(0, random.Next(3, 20)).Select(_ => random.Next(1, Vocabulary)).ToArray());
        return TokenBatch.Pad([.. rows], 0);
    }
}
