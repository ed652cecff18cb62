using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Tasks;

public sealed class BertTaskModelTests
{
    public static TheoryData<string, string> Heads => ReferenceModels.Heads();

    public static TheoryData<string> Folders => ReferenceModels.Folders();

    public static TheoryData<string, string?> Tasks => [.. TaskList.All.Select(task => (task.Name, (string?)null)), .. HeadNames.All.Select(head => ("token-classification", (string?)head))];

    [Theory]
    [MemberData(nameof(Heads))]
    public void LogitsAndLossEqualTheReference(string folder, string head)
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceModels.Load(Path.Combine(folder, head));
        using var inputs = new ReferenceTensors(Path.Combine(folder, "inputs.safetensors"));
        using var labels = new ReferenceTensors(Path.Combine(folder, "labels.safetensors"));
        using var expected = new ReferenceTensors(Path.Combine(folder, "expected-heads.safetensors"));
        var (name, targets) =
            head == "token-classification" ? ("token_classification", "token_labels") : ("sequence_classification", "class_labels");
        var logits = model.forward(ReferenceModels.Inputs(inputs)).Logits!;
        var reference = expected[$"{name}.logits"];
        ReferenceTensors.AssertCloseToLargest("logits", reference, logits.view(reference.shape));

        var loss = model.Loss(logits, labels[targets].view(logits.shape[0], logits.shape[1])).ToDouble();
        var losses = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected-losses.json"))).RootElement;
        var expectedLoss = losses.GetProperty($"{name}.loss").GetDouble();
        Assert.Equal(expectedLoss, loss, 2e-6 * expectedLoss);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void GradientsOfATaggerEqualTheReference(string folder)
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceModels.Load(Path.Combine(folder, "token-classification"));
        using var inputs = new ReferenceTensors(Path.Combine(folder, "inputs.safetensors"));
        using var labels = new ReferenceTensors(Path.Combine(folder, "labels.safetensors"));
        using var expectedGradients = new ReferenceTensors(Path.Combine(folder, "expected-gradients-token-classification.safetensors"));
        model.Loss(model.forward(ReferenceModels.Inputs(inputs)).Logits!, labels["token_labels"]).backward();
        Assert.Equal(expectedGradients.Names.Order(), model.named_parameters().Select(entry => entry.name).Order());
        foreach (var (name, parameter) in model.named_parameters())
        {
            var expected = expectedGradients[name];
            // In exact arithmetic the softmax ignores a key's bias.
            var largest = name.EndsWith("key.bias", StringComparison.Ordinal) ? 1 : expected.abs().max().ToDouble();
            ReferenceTensors.AssertClose(name, expected, parameter.grad!, 1e-5 * largest);
        }
    }

    // The reference has no gradients of this head: those of its own layers are compared with differences of the loss.
    [Fact]
    public void GradientsOfAClassifiersHeadAreDifferencesOfItsLoss()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Classifier(TinyModels.Config with { InitializerRange = 0.5 });
        var (inputs, targets) = (TinyModels.Inputs(), tensor(new long[] { 1, 4 }).view(2, 1));
        Tensor Loss() => model.Loss(model.forward(inputs).Logits!, targets);
        Loss().backward();
        foreach (var name in new[] { "bert.pooler.dense.weight", "bert.pooler.dense.bias", "classifier.weight", "classifier.bias" })
        {
            var parameter = model.get_parameter(name)!;
            var direction = parameter.grad! / parameter.grad!.square().sum().sqrt();
            double At(double step)
            {
                using var noGrad = no_grad();
                parameter.add_(direction * step);
                var loss = Loss().ToDouble();
                parameter.sub_(direction * step);
                return loss;
            }
            var slope = (At(1e-2) - At(-1e-2)) / 2e-2;
            Assert.Equal(parameter.grad!.square().sum().sqrt().ToDouble(), slope, 1e-2 * slope);
        }
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void ParametersCarryTheNamesAndShapesOfHuggingFaceInTheOrderOfTheNetwork(string name, string? head)
    {
        var (task, config) = (TaskList.Find(name), WithHead(head));
        using var scope = NewDisposeScope();
        using var model = BertTaskModel.Create(task, config, seed: 1);
        Assert.Equal(
            BertTensors.Of(config, task.Head(config)).Where(slot => !slot.IsOptional)
                .Select(slot => $"{slot.Name} [{string.Join(',', slot.Shape)}]"),
            model.named_parameters().Select(entry => $"{entry.name} [{string.Join(',', entry.parameter.shape)}]"));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void WhatIsCopiedOutIsTakenInAgain(string name, string? head)
    {
        var (task, config) = (TaskList.Find(name), WithHead(head));
        using var scope = NewDisposeScope();
        using var model = BertTaskModel.Create(task, config, seed: 1);
        using var loaded = BertTaskModel.Load(task, config, new BertWeights(config, model.ToWeights()));
        var (first, second) = (model.forward(TinyModels.Inputs()).Logits!, loaded.forward(TinyModels.Inputs()).Logits!);
        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
    }

    private static BertConfig WithHead(string? head) =>
        head is null ? TinyModels.Config : TinyModels.Config.WithSection(new() { ["head"] = head, ["lstmUnits"] = 3, ["denseUnits"] = 4 });

    [Fact]
    public void AClassifierReadsThePooledFirstPieceAndATaggerHasNoPooler()
    {
        using var scope = NewDisposeScope();
        using var classifier = TinyModels.Classifier();
        using var tagger = TinyModels.Tagger();
        Assert.Equal([2, 1, 5], classifier.forward(TinyModels.Inputs()).Logits!.shape);
        Assert.Equal([2, 6, 5], tagger.forward(TinyModels.Inputs()).Logits!.shape);
        Assert.True(classifier.Encoder.HasPooler);
        Assert.False(tagger.Encoder.HasPooler);
    }

    [Fact]
    public void AnEncoderWithoutAPoolerLeavesItAsItWasDrawn()
    {
        using var scope = NewDisposeScope();
        using var tagger = TinyModels.Tagger(seed: 2);
        using var classifier = TinyModels.Classifier();
        var before = classifier.get_parameter("bert.pooler.dense.weight")!.data<float>().ToArray();
        Assert.False(classifier.LoadEncoderWeights(new BertWeights(TinyModels.Config, tagger.ToWeights())));
        Assert.Equal(before, classifier.get_parameter("bert.pooler.dense.weight")!.data<float>().ToArray());
        const string Query = "bert.encoder.layer.0.attention.self.query.weight";
        Assert.Equal(tagger.get_parameter(Query)!.data<float>().ToArray(), classifier.get_parameter(Query)!.data<float>().ToArray());
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsAndAnotherSeedOthers()
    {
        using var scope = NewDisposeScope();
        using var first = TinyModels.Tagger(seed: 5);
        using var again = TinyModels.Tagger(seed: 5);
        using var other = TinyModels.Tagger(seed: 6);
        Assert.Equal(first.ToWeights().SelectMany(weight => weight.Values), again.ToWeights().SelectMany(weight => weight.Values));
        Assert.NotEqual(first.ToWeights().SelectMany(weight => weight.Values), other.ToWeights().SelectMany(weight => weight.Values));
    }

    [Fact]
    public void NewMatricesHaveTheConfigsDeviation()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Tagger(TinyModels.Config with { HiddenSize = 64, VocabularySize = 500 });
        var weights = model.ToWeights().ToDictionary(weight => weight.Name, weight => weight.Values);
        var words = weights["bert.embeddings.word_embeddings.weight"];
        Assert.All(words[..64], value => Assert.Equal(0, value));                       // the padding piece
        Assert.Equal(0.02, Math.Sqrt(words[64..].Average(value => (double)value * value)), 0.001);
        Assert.All(weights["bert.encoder.layer.0.attention.self.query.bias"], value => Assert.Equal(0, value));
        Assert.All(weights["bert.encoder.layer.1.output.LayerNorm.weight"], value => Assert.Equal(1, value));
    }

    [Fact]
    public void AMissingOrMisshapenTensorIsRefusedByName()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Tagger();
        var weights = model.ToWeights();
        var without = new BertWeights(TinyModels.Config, weights.Where(weight => weight.Name != "classifier.bias"));
        var e = Assert.Throws<ArgumentException>(() => model.LoadWeights(without));
        Assert.Contains("classifier.bias", e.Message, StringComparison.Ordinal);
        var bent = weights.Select(weight => weight.Name == "classifier.bias" ? weight with { Shape = [1, weight.Values.Length] } : weight);
        Assert.Contains("classifier.bias is [1,5], expected [5]", Assert.Throws<ArgumentException>(
            () => model.LoadWeights(new BertWeights(TinyModels.Config, bent))).Message, StringComparison.Ordinal);
    }
}
