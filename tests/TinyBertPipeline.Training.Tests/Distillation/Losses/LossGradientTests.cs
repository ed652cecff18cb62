using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Losses;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Losses;

/// <summary>The gradients of <c>distill/expected-gradients-FORM.safetensors</c>: of total.FORM, with one projection for all levels.</summary>
public sealed class LossGradientTests
{
    private delegate Tensor Loss(Tensor student, Tensor teacher, Tensor mask);

    [Fact]
    public void GradientsOfTheMaskedTotalEqualTheReference() => AssertGradients("masked", DistillationLosses.AttentionScores,
        DistillationLosses.HiddenStates, (student, teacher, mask) => DistillationLosses.SoftCrossEntropy(student, teacher, mask));

    [Fact]
    public void GradientsOfTheReleasedFormEqualTheReference() => AssertGradients("original", ReleasedTinyBertLosses.AttentionScores,
        ReleasedTinyBertLosses.HiddenStates, (student, teacher, mask) => ReleasedTinyBertLosses.SoftCrossEntropy(student, teacher, mask));

    [Fact]
    public void TheDivergenceHasTheGradientOfTheCrossEntropy()
    {
        using var scope = NewDisposeScope();
        var (teacher, mask) = (ReferenceStates.State("teacher.logits"), ReferenceStates.Mask());
        Tensor Gradient(Func<Tensor, Tensor> loss)
        {
            var student = ReferenceStates.State("student.logits").requires_grad_();
            loss(student).backward();
            return student.grad!;
        }
        Assert.True(Gradient(student => DistillationLosses.KullbackLeibler(student, teacher, mask, 2))
            .allclose(Gradient(student => DistillationLosses.SoftCrossEntropy(student, teacher, mask, 2)), 1e-10, 1e-12));
    }

    private static void AssertGradients(string form, Loss attention, Loss hidden, Loss prediction)
    {
        using var scope = NewDisposeScope();
        using var expected = SafetensorsFile.Open(ReferenceData.Require("distill", $"expected-gradients-{form}.safetensors"));
        var (student, teacher) = (Read("student"), Read("teacher"));
        var map = LayerMap.Uniform(teacher.Config.Layers, student.Config.Layers);
        var batch = new BatchTensors(
            ReferenceStates.Read("inputs.safetensors", "input_ids"), ReferenceStates.Mask(), ReferenceStates.Read("inputs.safetensors", "token_type_ids"));
        var projection = nn.Linear(
            new Parameter(ReferenceStates.Read("projection.safetensors", "weight").to_type(ScalarType.Float32)),
            new Parameter(ReferenceStates.Read("projection.safetensors", "bias").to_type(ScalarType.Float32)));
        const BertOutputs Wanted = BertOutputs.HiddenStates | BertOutputs.AttentionScores;
        var (mine, theirs) = (student.forward(batch.Ids, batch.Mask, batch.Types, Wanted), teacher.forward(batch.Ids, batch.Mask, batch.Types, Wanted));
        var total = prediction(mine.Logits!, theirs.Logits!, batch.Mask);
        foreach (var match in map.Matches())
        {
            total += match.Feature == MatchedFeature.Hidden
                ? hidden(projection.forward(mine.HiddenStates[match.Student]), theirs.HiddenStates[match.Teacher], batch.Mask)
                : attention(mine.AttentionScores[match.Student - 1], theirs.AttentionScores[match.Teacher - 1], batch.Mask);
        }
        total.backward();

        Assert.All(teacher.parameters(), parameter => Assert.Null(parameter.grad));
        var gradients = student.named_parameters().Select(entry => (Name: entry.name, Gradient: entry.parameter.grad!)).ToList();
        gradients.Add(("projection.weight", projection.weight!.grad!));
        gradients.Add(("projection.bias", projection.bias!.grad!));
        foreach (var (name, gradient) in gradients)
        {
            var stored = expected.Entries.ContainsKey(name) ? name : $"student.{name}";
            var wanted = tensor(expected.ReadDoubles(stored), expected.Entries[stored].Shape);
            var error = (gradient.to_type(ScalarType.Float64) - wanted).abs().max().ToDouble();
            Assert.True(error <= 1e-5 * wanted.abs().max().ToDouble(), string.Create(CultureInfo.InvariantCulture, $"{form} {name}: off by {error:E2}"));
        }
    }

    private static BertTaggerModel Read(string folder)
    {
        var config = BertConfig.Load(ReferenceData.Require("distill", folder));
        var model = BertTaggerModel.Create(config, 1);
        model.LoadWeights(BertWeights.Load(ReferenceData.Require("distill", folder), config, BertHead.TokenClassification));
        return model;
    }
}
