using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Losses;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TinyBertPipeline.Training.Tasks.TokenClassification;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Objectives;

public sealed class DistillationObjectiveTests : IDisposable
{
    private static readonly Vocabulary _vocabulary = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "##d", "##e"]);

    private static readonly TaskExample[] _batch =
    [
        new(new ModelInput([2, 5, 8, 6, 9, 3])) { Targets = [-100, 0, -100, 1, -100, -100] },
        new(new ModelInput([2, 7, 3])),
    ];

    private readonly IImitatedRows _rows = new WordBeginnings(TinyModels.Tagging.Bind(
        TinyModels.Config with { VocabularySize = 10, Labels = ["O", "S-X"] },
        new BertTokenizer(_vocabulary, new TokenizerOptions()),
        new BundleSettings()));

    private readonly BertTaskModel _student = Create(layers: 2, hidden: 8, seed: 1);
    private readonly BertTaskModel _teacher = Create(layers: 3, hidden: 12, seed: 2);

    public void Dispose()
    {
        _rows.Dispose();
        _student.Dispose();
        _teacher.Dispose();
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(40, 0.25)]                          // half of the fade's 80 %
    [InlineData(80, null)]
    [InlineData(99, null)]
    public void TheHiddenLossFadesOut(int step, double? weight)
    {
        using var scope = NewDisposeScope();
        var objective = Objective(new DistillationStage { HiddenWeight = 0.5, HiddenFade = 0.8, PredictionWeight = 1 });
        var terms = Loss(objective, step);
        Assert.Equal(weight, terms.SingleOrDefault(term => term.Name == "hidden")?.Weight);
        Assert.Single(terms, term => term.Name == "prediction");
    }

    [Fact]
    public void OnlyTheLossesOfTheStageAreTaken()
    {
        using var scope = NewDisposeScope();
        var objective = Objective(new DistillationStage { AttentionWeight = 0.1, LabelWeight = 2 });
        Assert.Equal([("attention", 0.1), ("labels", 2)], Loss(objective, 0).Select(term => (term.Name, term.Weight)));
    }

    [Fact]
    public void TextWithoutLabelsHasNoLabelLoss()
    {
        using var scope = NewDisposeScope();
        var objective = Objective(new DistillationStage { LabelWeight = 1 });
        Assert.Empty(objective.Loss([_batch[1]], new TrainingStep(0, 100, new TrainingTimes())));
    }

    [Fact]
    public void HiddenStatesAreMeasuredInUnitsOfTheirVarianceOverRealPieces()
    {
        using var scope = NewDisposeScope();
        using var projections = HiddenProjections.Random(_student.Config, _teacher.Config, 3);
        var objective = Objective(new DistillationStage { HiddenWeight = 1 }, projections: projections);
        var (student, teacher, mask) = States(BertOutputs.HiddenStates);
        var expected = 0.0;
        foreach (var (level, layer) in new[] { (0, 0), (1, 1), (2, 3) })
        {
            var real = mask.flatten().nonzero().flatten();
            var target = teacher.HiddenStates[layer].flatten(0, 1).index_select(0, real);
            var projected = projections.Project(level, student.HiddenStates[level]).flatten(0, 1).index_select(0, real);
            expected += (projected - target).square().mean().ToDouble() / target.var(0, unbiased: false).mean().ToDouble();
        }
        Assert.Equal(expected, Loss(objective, 0).Single().Value.ToDouble(), 1e-4 * expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void PredictionsAreComparedWhereWordsBeginAndEntitiesCountMore(double entityWeight)
    {
        using var scope = NewDisposeScope();
        var objective = Objective(new DistillationStage { PredictionWeight = 1 }, entityWeight);
        var (student, teacher, _) = States(BertOutputs.None);
        double sum = 0, weights = 0;
        foreach (var (row, position) in new[] { (0, 1), (0, 3), (1, 1) })                // a, b and c; not [CLS], ##d, ##e, [SEP], padding
        {
            var (p, q) = (teacher.Logits![row, position].softmax(0), student.Logits![row, position].softmax(0));
            var weight = 1 + entityWeight * (1 - p[0].ToDouble());
            sum += weight * (p * (p.log() - q.log())).sum().ToDouble();
            weights += weight;
        }
        Assert.Equal(sum / weights, Loss(objective, 0).Single().Value.ToDouble(), 1e-5);
    }

    [Fact]
    public void GivenProbabilitiesTakeTheTeachersPlace()
    {
        using var scope = NewDisposeScope();
        var options = new ObjectiveOptions(new DistillationStage { PredictionWeight = 1 }, []);
        var objective = new DistillationObjective(options, new ModelPair(_student, null, null, _rows, _vocabulary));
        TaskExample[] batch = [new(new ModelInput([2, 5, 6, 3])) { Soft = new SoftTargets([2], [[0.2f, 0.8f]]) }];
        var logits = _student.forward(
            new TokenTensors(tensor(new long[] { 2, 5, 6, 3 }, 1, 4), ones(1, 4, int64), zeros(1, 4, int64))).Logits!;
        var expected = DistillationLosses.KullbackLeibler(
            logits.narrow(1, 2, 1), tensor(new[] { 0.2f, 0.8f }).log().view(1, 1, 2), ones(1, 1));
        var term = objective.Loss(batch, new TrainingStep(0, 1, new TrainingTimes())).Single();
        Assert.Equal(expected.ToDouble(), term.Value.ToDouble(), 1e-6);
    }

    [Fact]
    public void TheTeacherGetsNoGradientAndItsTimeIsCountedApart()
    {
        using var scope = NewDisposeScope();
        using var projections = HiddenProjections.Random(_student.Config, _teacher.Config, 3);
        var objective = Objective(
            new DistillationStage { HiddenWeight = 1, AttentionWeight = 1, PredictionWeight = 1 }, projections: projections);
        var times = new TrainingTimes();
        objective.Loss(_batch, new TrainingStep(0, 100, times)).Select(term => term.Value).Aggregate((sum, term) => sum + term).backward();
        Assert.All(_teacher.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.All(projections.parameters(), parameter => Assert.NotNull(parameter.grad));
        Assert.Equal(["data", "teacher"], times.Parts.Keys);   // making tensors of a batch is data, not forward
    }

    private DistillationObjective Objective(DistillationStage stage, double entityWeight = 0, HiddenProjections? projections = null)
    {
        var options = new ObjectiveOptions(stage, LayerMap.LowestAndLast(3, 2).Matches())
        {
            EntityWeight = entityWeight,
            Heads = [HeadMap.Spread(2, 2), HeadMap.Spread(2, 2)],
        };
        projections ??= HiddenProjections.Random(_student.Config, _teacher.Config, 3);
        return new DistillationObjective(options, new ModelPair(_student, _teacher, projections, _rows, _vocabulary));
    }

    private static IReadOnlyList<LossTerm> Loss(DistillationObjective objective, int step) =>
        objective.Loss(_batch, new TrainingStep(step, 100, new TrainingTimes()));

    private (BertStates Student, BertStates Teacher, Tensor Mask) States(BertOutputs wanted)
    {
        var tokens = new TargetBatch(_batch, _student.Output, _vocabulary.PadId).Tokens;
        var pass = new PassOptions { Wanted = wanted };
        return (_student.forward(tokens, pass), _teacher.forward(tokens, pass), tokens.Mask);
    }

    private static BertTaskModel Create(int layers, int hidden, int seed) => BertTaskModel.Create(
        TinyModels.Tagging,
        new BertConfig
        {
            VocabularySize = 10,
            HiddenSize = hidden,
            Layers = layers,
            Heads = 2,
            IntermediateSize = 16,
            MaxPositions = 8,
            InitializerRange = 0.5,
            Labels = ["O", "S-X"],
        },
        seed);
}
