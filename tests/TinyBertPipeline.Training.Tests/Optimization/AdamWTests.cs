using System.Text.Json;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamW = TinyBertPipeline.Training.Optimization.AdamW;

namespace TinyBertPipeline.Training.Tests.Optimization;

public sealed class AdamWTests
{
    [Theory]
    [InlineData("eps1e-6", "constant", 1e-6)]
    [InlineData("eps1e-6", "schedule", 1e-6)]
    [InlineData("eps1e-8", "constant", 1e-8)]
    [InlineData("eps1e-8", "schedule", 1e-8)]
    public void EveryStepEqualsTheReference(string epsilonName, string rates, double epsilon)
    {
        using var scope = NewDisposeScope();
        using var inputs = new ReferenceTensors(ReferenceModels.Find("optim", "adamw-inputs.safetensors"));
        using var expected = new ReferenceTensors(ReferenceModels.Find("optim", "adamw-expected.safetensors"));
        using var module = new ThreeTensors(inputs);
        // The reference decays all three tensors alike, so the vector and the scalar stand as rows of a matrix.
        var options = new AdamWOptions { Beta2 = 0.999, Epsilon = epsilon, WeightDecay = 0.01, MaxGradientNorm = 0 };
        using var optimizer = new AdamW(options, module);
        var schedule = expected["learning_rates"].data<double>().ToArray();
        for (var step = 0; step < schedule.Length; step++)
        {
            foreach (var (name, parameter) in module.named_parameters())
                parameter.grad = inputs[$"gradients.{name}"].select(0, step).to(float32).view(parameter.shape);
            optimizer.Step(rates == "constant" ? 0.01 : schedule[step]);
            foreach (var (name, parameter) in module.named_parameters())
            {
                var after = expected[$"{epsilonName}.{rates}.{name}"].select(0, step);
                ReferenceTensors.AssertClose($"{name} after step {step}", after.view(parameter.shape), parameter.detach(), 5e-6);
            }
        }
    }

    [Fact]
    public void ARateFactorIsAnotherLearningRate()
    {
        using var scope = NewDisposeScope();
        using var inputs = new ReferenceTensors(ReferenceModels.Find("optim", "adamw-inputs.safetensors"));
        using ThreeTensors one = new(inputs), other = new(inputs);
        var options = new AdamWOptions { MaxGradientNorm = 0 };
        using AdamW factored = new(options, name => name == "matrix" ? 5 : 1, one), plain = new(options, other);
        for (var step = 0; step < 3; step++)
        {
            foreach (var (name, parameter) in one.named_parameters().Concat(other.named_parameters()))
                parameter.grad = inputs[$"gradients.{name}"].select(0, step).to(float32).view(parameter.shape);
            factored.Step(0.01);
            plain.Step(0.05);
        }
        foreach (var ((name, expected), (_, found)) in other.named_parameters().Zip(one.named_parameters()))
        {
            var difference = expected.Minus(found).abs().max().ToDouble();
            if (name == "matrix") Assert.InRange(difference, 0, 1e-6);
            else Assert.True(difference > 1e-3);
        }
    }

    [Fact]
    public void TwentyTrainingStepsEndAtTheReferencesWeights()
    {
        using var scope = NewDisposeScope();
        using var batches = new ReferenceTensors(ReferenceModels.Find("optim", "training-batches.safetensors"));
        using var final = new ReferenceTensors(ReferenceData.Require("optim", "training-final.safetensors"));
        using var model = ReferenceModels.Load(ReferenceData.Require("model", "A", "token-classification"));
        var expected = JsonDocument.Parse(File.ReadAllBytes(ReferenceModels.Find("optim", "training-expected.json"))).RootElement;
        var settings = TrainingSettings.Read(expected);
        using var optimizer = new AdamW(settings.Options, model);
        for (var step = 0; step < settings.LearningRates.Length; step++)
        {
            var logits = model.forward(new TokenTensors(Row("input_ids"), Row("attention_mask"), Row("token_type_ids"))).Logits!;
            var loss = model.Loss(logits, Row("labels"));
            Assert.Equal(settings.Losses[step], loss.ToDouble(), 1e-5 * settings.Losses[step]);
            loss.backward();
            var norm = optimizer.Step(settings.LearningRates[step]);
            Assert.Equal(settings.GradientNorms[step], norm, 1e-5 * settings.GradientNorms[step]);

            Tensor Row(string name) => batches[name].select(0, step);
        }
        optimizer.CatchUp();
        // A key's bias has no true gradient: its steps are noise, and no output depends on them.
        var compared = model.named_parameters().Where(entry => !entry.name.EndsWith("key.bias", StringComparison.Ordinal));
        foreach (var (name, parameter) in compared)
            ReferenceTensors.AssertClose(name, final[name], parameter.detach(), 1e-5);
    }

    [Fact]
    public void AGradientThatIsNotFiniteChangesNothingAndIsNamed()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        using var optimizer = new AdamW(new AdamWOptions(), model);
        var before = model.weight.detach().data<float>().ToArray();
        model.weight.grad = ones(2, 3);
        model.bias!.grad = tensor(new[] { 1, float.PositiveInfinity });
        Assert.False(double.IsFinite(optimizer.Step(0.1)));
        Assert.Equal("bias", optimizer.FindNonFiniteGradient());
        Assert.Equal(before, model.weight.detach().data<float>().ToArray());
        Assert.Equal(0, optimizer.Steps);
    }

    [Fact]
    public void OnlyMatricesDecay()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        using (no_grad())
        {
            model.weight.fill_(1);
            model.bias!.fill_(1);
        }
        using var optimizer = new AdamW(new AdamWOptions { WeightDecay = 0.5 }, model);
        model.weight.grad = zeros(2, 3);
        model.bias!.grad = zeros(2);
        optimizer.Step(0.1);
        Assert.All(model.weight.detach().data<float>().ToArray(), value => Assert.Equal(0.95f, value));
        Assert.All(model.bias!.detach().data<float>().ToArray(), value => Assert.Equal(1f, value));
    }

    [Fact]
    public void ParametersWithoutAGradientAndFrozenOnesStayAsTheyAre()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        model.weight.requires_grad_(false);
        var before = model.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray()).ToArray();
        using var optimizer = new AdamW(new AdamWOptions(), model);
        Assert.Equal(["bias"], optimizer.Parameters.Select(entry => entry.Name));
        Assert.Equal(0, optimizer.Step(0.1));
        Assert.Equal(before, model.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray()));
    }

    [Fact]
    public void GradientsAreGoneAfterAStep()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        using var optimizer = new AdamW(new AdamWOptions(), model);
        model.forward(ones(1, 3)).sum().backward();
        Assert.Equal(Math.Sqrt(8), optimizer.Step(0.1), 1e-6);
        Assert.Null(model.weight.grad);
        Assert.Equal(0, optimizer.Step(0.1));
    }

    [Fact]
    public void TwoParametersOfOneNameAreRefused()
    {
        using var model = nn.Linear(3, 2);
        var e = Assert.Throws<ArgumentException>(() => new AdamW(new AdamWOptions(), model, model));
        Assert.Contains("weight", e.Message, StringComparison.Ordinal);
    }
}
