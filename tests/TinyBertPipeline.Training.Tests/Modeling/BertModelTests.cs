using System.Globalization;
using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

public sealed class BertModelTests
{
    private const BertOutputs Everything =
        BertOutputs.HiddenStates | BertOutputs.AttentionScores | BertOutputs.MiddleStates | BertOutputs.Activations | BertOutputs.Pooled;

    public static TheoryData<string> Folders => ReferenceModels.Folders();

    [Theory]
    [MemberData(nameof(Folders))]
    public void StatesScoresAndPooledTokenEqualTheReference(string folder)
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceModels.LoadEncoder(Path.Combine(folder, "encoder"));
        using var expected = new ReferenceTensors(Path.Combine(folder, "expected-encoder.safetensors"));
        using var inputs = new ReferenceTensors(Path.Combine(folder, "inputs.safetensors"));
        var (ids, mask, types) = ReferenceModels.Inputs(inputs);
        var states = model.forward(ids, mask, types, Everything);
        Assert.Equal(model.Config.Layers + 1, states.HiddenStates.Count);
        Assert.Equal(model.Config.Layers, states.AttentionScores.Count);
        for (var i = 0; i <= model.Config.Layers; i++)
            ReferenceTensors.AssertCloseToLargest($"hidden_states.{i}", expected[$"hidden_states.{i}"], states.HiddenStates[i]);
        for (var i = 0; i < model.Config.Layers; i++)
            ReferenceTensors.AssertCloseToLargest($"attention_scores.{i}", expected[$"attention_scores.{i}"], states.AttentionScores[i]);
        ReferenceTensors.AssertCloseToLargest("pooled", expected["pooled"], states.Pooled!);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void LogitsLossAndGradientsEqualTheReference(string folder)
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceModels.LoadTagger(Path.Combine(folder, "token-classification"));
        using var inputs = new ReferenceTensors(Path.Combine(folder, "inputs.safetensors"));
        using var labels = new ReferenceTensors(Path.Combine(folder, "labels.safetensors"));
        using var expectedLogits = new ReferenceTensors(Path.Combine(folder, "expected-heads.safetensors"));
        using var expectedGradients = new ReferenceTensors(Path.Combine(folder, "expected-gradients-token-classification.safetensors"));
        var (ids, mask, types) = ReferenceModels.Inputs(inputs);
        var logits = model.forward(ids, mask, types).Logits!;
        ReferenceTensors.AssertCloseToLargest("logits", expectedLogits["token_classification.logits"], logits);

        var loss = nn.functional.cross_entropy(logits.flatten(0, 1), labels["token_labels"].flatten());
        var losses = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected-losses.json"))).RootElement;
        var expectedLoss = losses.GetProperty("token_classification.loss").GetDouble();
        Assert.Equal(expectedLoss, loss.ToDouble(), 2e-6 * expectedLoss);

        loss.backward();
        Assert.Equal(expectedGradients.Names.Order(), model.named_parameters().Select(entry => entry.name).Order());
        foreach (var (name, parameter) in model.named_parameters())
        {
            var expected = expectedGradients[name];
            // In exact arithmetic the softmax ignores a key's bias.
            var largest = name.EndsWith("key.bias", StringComparison.Ordinal) ? 1 : expected.abs().max().ToDouble();
            ReferenceTensors.AssertClose(name, expected, parameter.grad!, 1e-5 * largest);
        }
    }

    [Fact]
    public void APretrainedModelGivesItsSentencesStates()
    {
        using var scope = NewDisposeScope();
        using var expected = new ReferenceTensors(ReferenceData.Require("pretrained", "all-minilm-l6-v2.safetensors"));
        using var model = ReferenceModels.LoadEncoder(ReferenceData.RequireInput("models", "all-minilm-l6-v2"));
        var (ids, mask, types) = ReferenceModels.Inputs(expected);
        using var noGrad = no_grad();
        var states = model.forward(ids, mask, types, Everything);
        var valid = mask.unsqueeze(-1);
        ReferenceTensors.AssertCloseToLargest("last_hidden_state", expected["last_hidden_state"] * valid, states.Last * valid);
        ReferenceTensors.AssertCloseToLargest("pooler_output", expected["pooler_output"], states.Pooled!);
        foreach (var name in expected.Names.Where(name => name.StartsWith("hidden_states.", StringComparison.Ordinal)))
        {
            var rows = expected[name].shape[0];
            var state = states.HiddenStates[int.Parse(name["hidden_states.".Length..], CultureInfo.InvariantCulture)];
            ReferenceTensors.AssertCloseToLargest(name, expected[name] * valid[..(int)rows], state[..(int)rows] * valid[..(int)rows]);
        }
        foreach (var name in expected.Names.Where(name => name.StartsWith("attention_scores.", StringComparison.Ordinal)))
        {
            var rows = (int)expected[name].shape[0];
            var pairs = valid[..rows].mul(valid[..rows].transpose(1, 2)).unsqueeze(1);
            var scores = states.AttentionScores[int.Parse(name["attention_scores.".Length..], CultureInfo.InvariantCulture)];
            ReferenceTensors.AssertCloseToLargest(name, expected[name] * pairs, scores[..rows] * pairs);
        }
    }

    [Fact]
    public void ParametersCarryTheNamesAndShapesOfHuggingFace()
    {
        using var scope = NewDisposeScope();
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        Assert.Equal(
            BertTensors.Of(TinyModels.Config, BertHead.TokenClassification)
                .Where(slot => !slot.Name.StartsWith("bert.pooler", StringComparison.Ordinal))
                .Select(slot => $"{slot.Name} [{string.Join(',', slot.Shape)}]").Order(),
            model.state_dict().Select(entry => $"{entry.Key} [{string.Join(',', entry.Value.shape)}]").Order());
    }

    [Fact]
    public void OnlyWhatWasAskedForIsReturned()
    {
        using var scope = NewDisposeScope();
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        var (ids, mask, types) = TinyModels.Inputs();
        var states = model.forward(ids, mask, types);
        Assert.Empty(states.HiddenStates);
        Assert.Empty(states.AttentionScores);
        Assert.Empty(states.MiddleStates);
        Assert.Empty(states.Activations);
        Assert.Null(states.Pooled);
        states = model.forward(ids, mask, types, BertOutputs.MiddleStates | BertOutputs.Activations);
        Assert.Equal([2, 6, TinyModels.Config.HiddenSize], states.MiddleStates[1].shape);
        Assert.Equal([2, 6, TinyModels.Config.IntermediateSize], states.Activations[1].shape);
        Assert.Empty(states.HiddenStates);
    }

    [Fact]
    public void PaddingDoesNotChangeTheStatesOfRealPieces()
    {
        using var scope = NewDisposeScope();
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        var ids = tensor(new long[] { 2, 7, 9, 3 }).unsqueeze(0);
        var alone = model.forward(ids, ones_like(ids), zeros_like(ids)).Logits!;
        var padded = cat([ids, zeros(1, 3, int64)], 1);
        var mask = cat([ones_like(ids), zeros(1, 3, int64)], 1);
        var among = model.forward(padded, mask, zeros_like(padded)).Logits!;
        ReferenceTensors.AssertClose("logits", alone.to(float64), among.narrow(1, 0, 4), 1e-6);
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsAndAnotherSeedOthers()
    {
        using var scope = NewDisposeScope();
        using var first = BertTaggerModel.Create(TinyModels.Config, seed: 5);
        using var again = BertTaggerModel.Create(TinyModels.Config, seed: 5);
        using var other = BertTaggerModel.Create(TinyModels.Config, seed: 6);
        Assert.Equal(first.ToWeights().SelectMany(weight => weight.Values), again.ToWeights().SelectMany(weight => weight.Values));
        Assert.NotEqual(first.ToWeights().SelectMany(weight => weight.Values), other.ToWeights().SelectMany(weight => weight.Values));
    }

    [Fact]
    public void NewMatricesHaveTheConfigsDeviation()
    {
        using var scope = NewDisposeScope();
        using var model = BertTaggerModel.Create(TinyModels.Config with { HiddenSize = 64, VocabularySize = 500 }, seed: 1);
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
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        var weights = model.ToWeights().ToArray();
        var without = new BertWeights(TinyModels.Config, weights.Where(weight => weight.Name != "classifier.bias"));
        var e = Assert.Throws<ArgumentException>(() => model.LoadWeights(without));
        Assert.Contains("classifier.bias", e.Message, StringComparison.Ordinal);
        var bent = weights.Select(weight => weight.Name == "classifier.bias" ? weight with { Shape = [1, weight.Values.Length] } : weight);
        Assert.Contains("classifier.bias is [1,5], expected [5]", Assert.Throws<ArgumentException>(
            () => model.LoadWeights(new BertWeights(TinyModels.Config, bent))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProductsInBFloat16StayCloseAndWeightsStay32Bit()
    {
        using var scope = NewDisposeScope();
        using var model = BertTaggerModel.Create(TinyModels.Config with { InitializerRange = 0.2 }, seed: 1);
        var (ids, mask, types) = TinyModels.Inputs();
        var exact = model.forward(ids, mask, types).Logits!;
        model.Encoder.UseBFloat16 = true;
        var rounded = model.forward(ids, mask, types).Logits!;
        Assert.Equal(float32, rounded.dtype);
        Assert.False(exact.equal(rounded).all().ToBoolean());
        ReferenceTensors.AssertClose("logits", exact.to(float64), rounded, 0.05);
        rounded.sum().backward();
        Assert.All(model.parameters(), parameter => Assert.Equal(float32, parameter.grad!.dtype));
    }

    [Fact]
    public void AForwardPassLeavesNoTensorsBehind()
    {
        using var scope = NewDisposeScope();
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        var (ids, mask, types) = TinyModels.Inputs();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++)
        {
            using var inner = NewDisposeScope();
            model.forward(ids, mask, types, Everything & ~BertOutputs.Pooled);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
