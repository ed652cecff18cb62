using System.Globalization;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

public sealed class BertModelTests
{
    private static readonly PassOptions _everything = new()
    {
        Wanted = BertOutputs.HiddenStates | BertOutputs.AttentionScores | BertOutputs.MiddleStates | BertOutputs.Activations | BertOutputs.Pooled,
    };

    public static TheoryData<string> Folders => ReferenceModels.Folders();

    [Theory]
    [MemberData(nameof(Folders))]
    public void StatesScoresAndPooledTokenEqualTheReference(string folder)
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceModels.LoadEncoder(Path.Combine(folder, "encoder"));
        using var expected = new ReferenceTensors(Path.Combine(folder, "expected-encoder.safetensors"));
        using var inputs = new ReferenceTensors(Path.Combine(folder, "inputs.safetensors"));
        var states = model.forward(ReferenceModels.Inputs(inputs), _everything);
        Assert.Equal(model.Config.Layers + 1, states.HiddenStates.Count);
        Assert.Equal(model.Config.Layers, states.AttentionScores.Count);
        for (var i = 0; i <= model.Config.Layers; i++)
            ReferenceTensors.AssertCloseToLargest($"hidden_states.{i}", expected[$"hidden_states.{i}"], states.HiddenStates[i]);
        for (var i = 0; i < model.Config.Layers; i++)
            ReferenceTensors.AssertCloseToLargest($"attention_scores.{i}", expected[$"attention_scores.{i}"], states.AttentionScores[i]);
        ReferenceTensors.AssertCloseToLargest("pooled", expected["pooled"], states.Pooled!);
    }

    [Fact]
    public void APretrainedModelGivesItsSentencesStates()
    {
        using var scope = NewDisposeScope();
        using var expected = new ReferenceTensors(ReferenceData.Require("pretrained", "all-minilm-l6-v2.safetensors"));
        using var model = ReferenceModels.LoadEncoder(ReferenceData.RequireInput("models", "all-minilm-l6-v2"));
        var inputs = ReferenceModels.Inputs(expected);
        using var noGrad = no_grad();
        var states = model.forward(inputs, _everything);
        var valid = inputs.Mask.unsqueeze(-1);
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
    public void OnlyWhatWasAskedForIsReturned()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Tagger();
        var states = model.forward(TinyModels.Inputs());
        Assert.Empty(states.HiddenStates);
        Assert.Empty(states.AttentionScores);
        Assert.Empty(states.MiddleStates);
        Assert.Empty(states.Activations);
        Assert.Null(states.Pooled);
        states = model.forward(TinyModels.Inputs(), new PassOptions { Wanted = BertOutputs.MiddleStates | BertOutputs.Activations });
        Assert.Equal([2, 6, TinyModels.Config.HiddenSize], states.MiddleStates[1].shape);
        Assert.Equal([2, 6, TinyModels.Config.IntermediateSize], states.Activations[1].shape);
        Assert.Empty(states.HiddenStates);
    }

    [Fact]
    public void PaddingDoesNotChangeTheStatesOfRealPieces()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Tagger();
        var ids = tensor(new long[] { 2, 7, 9, 3 }).unsqueeze(0);
        var alone = model.forward(new TokenTensors(ids, ones_like(ids), zeros_like(ids))).Logits!;
        var padded = cat([ids, zeros(1, 3, int64)], 1);
        var mask = cat([ones_like(ids), zeros(1, 3, int64)], 1);
        var among = model.forward(new TokenTensors(padded, mask, zeros_like(padded))).Logits!;
        ReferenceTensors.AssertClose("logits", alone.to(float64), among.narrow(1, 0, 4), 1e-6);
    }

    [Fact]
    public void ProductsInBFloat16StayCloseAndWeightsStay32Bit()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Tagger(TinyModels.Config with { InitializerRange = 0.2 });
        var exact = model.forward(TinyModels.Inputs()).Logits!;
        var rounded = model.forward(TinyModels.Inputs(), new PassOptions { UseBFloat16 = true }).Logits!;
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
        using var model = TinyModels.Tagger();
        var inputs = TinyModels.Inputs();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++)
        {
            using var inner = NewDisposeScope();
            model.forward(inputs, _everything with { Wanted = _everything.Wanted & ~BertOutputs.Pooled });
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
