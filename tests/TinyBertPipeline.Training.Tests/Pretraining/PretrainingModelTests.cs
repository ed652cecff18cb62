using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Pretraining.Text;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Pretraining;

public sealed class PretrainingModelTests
{
    private const long NoLabel = -100;

    private static string Folder => ReferenceData.Require("model", "A");

    [Fact]
    public void LogitsOfHiddenPiecesAndOfTheNextSentenceEqualTheReference()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Load("pretraining", withNextSentence: true);
        using var expected = new ReferenceTensors(Path.Combine(Folder, "expected-heads.safetensors"));
        var (tokens, rows, _, _) = Inputs();
        var (pieces, next) = model.forward(tokens, rows, PassOptions.Plain);
        ReferenceTensors.AssertCloseToLargest("pieces", expected["pretraining.prediction_logits"].flatten(0, 1).index_select(0, rows), pieces);
        ReferenceTensors.AssertCloseToLargest("next", expected["pretraining.seq_relationship_logits"], next!);
    }

    [Fact]
    public void AModelWithoutNextSentenceGivesTheReferencesLogits()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Load("masked-lm", withNextSentence: false);
        using var expected = new ReferenceTensors(Path.Combine(Folder, "expected-heads.safetensors"));
        var (tokens, rows, _, _) = Inputs();
        var (pieces, next) = model.forward(tokens, rows, PassOptions.Plain);
        Assert.Null(next);
        ReferenceTensors.AssertCloseToLargest("pieces", expected["masked_lm.logits"].flatten(0, 1).index_select(0, rows), pieces);
    }

    // The word embeddings' gradient is that of the lookups and of the decoder; the optimizer keeps them apart until it steps.
    [Fact]
    public void LossesAndGradientsEqualTheReference()
    {
        using var scope = NewDisposeScope();
        using var model = Load("pretraining", withNextSentence: true);
        var (tokens, rows, targets, labels) = Inputs();
        var losses = ReferenceData.ReadJson("model", "A", "expected-losses.json");
        var (pieces, next) = model.forward(tokens, rows, PassOptions.Plain);
        var ofPieces = nn.functional.cross_entropy(pieces, targets);
        var ofNext = nn.functional.cross_entropy(next!, labels);
        Assert.Equal(losses.GetProperty("pretraining.masked_lm_loss").GetDouble(), ofPieces.ToDouble(), 1e-4);
        Assert.Equal(losses.GetProperty("pretraining.next_sentence_loss").GetDouble(), ofNext.ToDouble(), 1e-5);
        LossTerm.Total([new("pieces", ofPieces), new("next", ofNext)]).backward();
        using var expected = new ReferenceTensors(Path.Combine(Folder, "expected-gradients-pretraining.safetensors"));
        foreach (var (name, parameter) in model.named_parameters().Where(entry => !entry.name.EndsWith("key.bias", StringComparison.Ordinal)))
        {
            var gradient = expected[name];
            ReferenceTensors.AssertClose(name, gradient, parameter.grad!, 1e-5 * gradient.abs().max().ToDouble());
        }
    }

    [Fact]
    public void PartsOfAStepHaveTheGradientsOfTheWholeInOne()
    {
        using var scope = NewDisposeScope();
        var vocabulary = TextData.Vocabulary;
        var config = TinyModels.Config with { VocabularySize = vocabulary.Count, Labels = [] };
        MaskedSequence[] sequences = [Masked(7, 1, 3), Masked(9, 2, 4, 5), Masked(5, 3), Masked(6, 1, 2)];
        var (whole, parted) = (Step([sequences]), Step([sequences[..1], sequences[1..]]));
        Assert.Equal(whole.Norm, parted.Norm, 1e-6);
        foreach (var (one, other) in whole.Weights.Zip(parted.Weights))
            Assert.All(one.Values.Zip(other.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        (double Norm, IReadOnlyList<WeightTensor> Weights) Step(IReadOnlyList<IReadOnlyList<MaskedSequence>> parts)
        {
            using var model = new PretrainingModel(config, withNextSentence: true, seed: 3);
            using var optimizer = new AdamW(new AdamWOptions(), model);
            var objective = new PretrainingObjective(model, vocabulary, PassOptions.Plain);
            foreach (var part in ((ITrainingObjective<PretrainingBatch>)objective).Parts(new PretrainingBatch(parts)))
                LossTerm.Total(objective.Loss(part, new TrainingStep(0, 1, new TrainingTimes()))).backward();
            return (optimizer.Step(1e-3), model.ToWeights());
        }

        MaskedSequence Masked(int length, params int[] positions)
        {
            int[] ids = [2, .. Enumerable.Range(5, length - 2), 3];
            return new MaskedSequence(new PieceSequence(ids, length - 2, length % 2), positions, [.. positions.Select(position => ids[position] + 1)]);
        }
    }

    private static PretrainingModel Load(string name, bool withNextSentence)
    {
        var folder = Path.Combine(Folder, name);
        var config = BertConfig.Load(folder);
        var model = new PretrainingModel(config, withNextSentence, seed: 1);
        Assert.Empty(model.LoadWeights(BertWeights.Load(folder, config, PretrainingModel.HeadSlots(config))));
        return model;
    }

    private static (TokenTensors Tokens, Tensor Rows, Tensor Targets, Tensor Labels) Inputs()
    {
        using var inputs = new ReferenceTensors(Path.Combine(Folder, "inputs.safetensors"));
        using var labels = new ReferenceTensors(Path.Combine(Folder, "labels.safetensors"));
        var targets = labels["lm_labels"].flatten();
        var rows = targets.ne(NoLabel).nonzero().flatten();
        return (ReferenceModels.Inputs(inputs), rows, targets.index_select(0, rows), labels["next_sentence_labels"]);
    }
}
