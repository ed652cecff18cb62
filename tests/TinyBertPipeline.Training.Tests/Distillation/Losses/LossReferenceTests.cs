using System.Globalization;
using System.Text.Json;
using TinyBertPipeline.Training.Distillation.Losses;
using TinyBertPipeline.Training.Distillation.Recipe;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Losses;

/// <summary>The masked losses of <c>distill/expected-losses.json</c>, from the reference's own states.</summary>
public sealed class LossReferenceTests
{
    private readonly JsonElement _expected = ReferenceData.ReadJson("distill", "expected-losses.json");
    private readonly Tensor _mask = ReferenceStates.Mask();
    private readonly LayerMap _map =
        LayerMap.Uniform(ReferenceStates.Count("teacher.attention_scores."), ReferenceStates.Count("student.attention_scores."));

    [Theory]
    [InlineData("attention.masked")]
    [InlineData("hidden.masked")]
    [InlineData("hidden.masked-no-bias")]
    public void IntermediateLossesEqualTheReference(string name)
    {
        using var scope = NewDisposeScope();
        var levels = Enumerable.Range(0, _map.TeacherLayers.Count + 1);
        foreach (var level in levels.Where(level => _expected.TryGetProperty($"{name}.{level}", out _)))
            AssertEqual($"{name}.{level}", Intermediate(name, level));
    }

    [Theory]
    [InlineData("soft-cross-entropy.masked", 1)]
    [InlineData("soft-cross-entropy.masked", 2)]
    [InlineData("soft-cross-entropy.masked", 4)]
    [InlineData("kl.masked", 1)]
    [InlineData("kl.masked", 2)]
    [InlineData("kl.masked", 4)]
    public void PredictionLossesEqualTheReference(string name, int temperature)
    {
        using var scope = NewDisposeScope();
        var (student, teacher) = (ReferenceStates.State("student.logits"), ReferenceStates.State("teacher.logits"));
        var divergence = DistillationLosses.KullbackLeibler(student, teacher, _mask, temperature);
        AssertEqual($"prediction.{name}.T{temperature}", name == "kl.masked" ? divergence : divergence + Entropy(teacher / temperature));
    }

    [Fact]
    public void LogitMeanSquaresEqualTheReference()
    {
        using var scope = NewDisposeScope();
        var (student, teacher) = (ReferenceStates.State("student.logits"), ReferenceStates.State("teacher.logits"));
        AssertEqual("prediction.mse.masked", DistillationLosses.LogitMeanSquare(student, teacher, _mask));
    }

    private Tensor Intermediate(string name, int level)
    {
        if (name.StartsWith("attention", StringComparison.Ordinal))
        {
            var student = ReferenceStates.State(FormattableString.Invariant($"student.attention_scores.{level - 1}"));
            var teacher = ReferenceStates.State(FormattableString.Invariant($"teacher.attention_scores.{_map[level] - 1}"));
            return DistillationLosses.AttentionScores(student, teacher, _mask);
        }
        var target = ReferenceStates.State(FormattableString.Invariant($"teacher.hidden_states.{_map[level]}"));
        var bias = name.EndsWith("no-bias", StringComparison.Ordinal) ? null : ReferenceStates.Read("projection.safetensors", "bias");
        var states = ReferenceStates.State(FormattableString.Invariant($"student.hidden_states.{level}"));
        var projected = nn.functional.linear(states, ReferenceStates.Read("projection.safetensors", "weight"), bias);
        return DistillationLosses.HiddenStates(projected, target, _mask);
    }

    // Of the teacher's distribution, mean over real pieces: what a cross-entropy has more than the divergence.
    private Tensor Entropy(Tensor logits)
    {
        var logs = nn.functional.log_softmax(logits, -1);
        return ((logs.exp() * logs).sum(-1).neg() * _mask).sum() / _mask.sum();
    }

    private void AssertEqual(string name, Tensor loss)
    {
        var expected = _expected.GetProperty(name).GetDouble();
        Assert.True(Math.Abs(loss.ToDouble() - expected) <= 1e-6 * Math.Abs(expected),
            string.Create(CultureInfo.InvariantCulture, $"{name}: {loss.ToDouble():R}, expected {expected:R}"));
    }
}
