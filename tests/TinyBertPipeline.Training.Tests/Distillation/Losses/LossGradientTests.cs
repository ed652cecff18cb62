using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation.Losses;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Losses;

/// <summary>
/// The gradients of <c>distill/expected-gradients-masked.safetensors</c>: of total.masked, with one projection for all levels.
/// </summary>
public sealed class LossGradientTests
{
    // The prediction's term is the divergence: its gradient is that of the soft cross-entropy, which the reference has.
    [Fact]
    public void GradientsOfTheMaskedTotalEqualTheReference()
    {
        using var scope = NewDisposeScope();
        using var expected = SafetensorsFile.Open(ReferenceData.Require("distill", "expected-gradients-masked.safetensors"));
        var (student, teacher) = (Read("student"), Read("teacher"));
        var map = LayerMap.Uniform(teacher.Config.Layers, student.Config.Layers);
        static Tensor Input(string name) => ReferenceStates.Read("inputs.safetensors", name);
        var batch = new TokenTensors(Input("input_ids"), ReferenceStates.Mask(), Input("token_type_ids"));
        var projection = nn.Linear(
            new Parameter(ReferenceStates.Read("projection.safetensors", "weight").to_type(ScalarType.Float32)),
            new Parameter(ReferenceStates.Read("projection.safetensors", "bias").to_type(ScalarType.Float32)));
        var pass = new PassOptions { Wanted = BertOutputs.HiddenStates | BertOutputs.AttentionScores };
        var (mine, theirs) = (student.forward(batch, pass), teacher.forward(batch, pass));
        var total = DistillationLosses.KullbackLeibler(mine.Logits!, theirs.Logits!, batch.Mask);
        foreach (var match in map.Matches())
        {
            total += match.Feature == MatchedFeature.Hidden
                ? DistillationLosses.HiddenStates(
                    projection.forward(mine.HiddenStates[match.Student]), theirs.HiddenStates[match.Teacher], batch.Mask)
                : DistillationLosses.AttentionScores(
                    mine.AttentionScores[match.Student - 1], theirs.AttentionScores[match.Teacher - 1], batch.Mask);
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
            Assert.True(error <= 1e-5 * wanted.abs().max().ToDouble(),
                string.Create(CultureInfo.InvariantCulture, $"{name}: off by {error:E2}"));
        }
    }

    private static BertTaskModel Read(string folder) => ReferenceModels.Load(ReferenceData.Require("distill", folder));
}
