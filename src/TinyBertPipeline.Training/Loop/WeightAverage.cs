using System.Numerics;
using System.Runtime.InteropServices;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// The running average of a model's last weights, exponentially weighted: <c>a += (1 - d) (w - a)</c> every few steps. A function of the
/// steps alone, so that a resumed training averages as an undisturbed one.
/// </summary>
internal sealed class WeightAverage
{
    private const double BeginsAt = 0.25;                   // of all steps; before, weights still travel
    private const double Horizon = 0.1;                     // of all steps: where a weight counts 1/e of the last one
    private const int UpdatesInHorizon = 20;

    private readonly BertTaskModel _model;
    private readonly long _first;
    private readonly long _every;
    private readonly float _share;
    private Dictionary<string, WeightTensor> _average = [];

    private WeightAverage(BertTaskModel model, long first, long every, double share) =>
        (_model, _first, _every, _share) = (model, first, every, (float)share);

    /// <summary>The average over a tenth of a training, taken from its first quarter on.</summary>
    public static WeightAverage Over(BertTaskModel model, long steps)
    {
        var horizon = Math.Max(1, Horizon * steps);
        var every = Math.Max(1, (long)(horizon / UpdatesInHorizon));
        return new WeightAverage(model, (long)(BeginsAt * steps), every, 1 - Math.Exp(-every / horizon));
    }

    /// <summary>Whether there is any.</summary>
    public bool IsThere => _average.Count > 0;

    /// <summary>The average as a checkpoint keeps it, under the weights' names.</summary>
    public IEnumerable<WeightTensor> Tensors => _average.Values;

    /// <summary>Takes the weights after a step into the average, where the step is one of those that count.</summary>
    public void Add(long step)
    {
        if (step < _first || step % _every != 0) return;
        if (!IsThere) _average = _model.ToWeights().ToDictionary(weight => weight.Name);
        else foreach (var (name, parameter) in Weights.Parameters(_model)) Approach(_average[name].Values, TensorMemory.Span(parameter), _share);
    }

    /// <summary>Goes on from a kept average.</summary>
    public void Restore(IEnumerable<WeightTensor> tensors) => _average = tensors.ToDictionary(weight => weight.Name);

    /// <summary>Puts the average in the place of the model's weights.</summary>
    public void Apply() => Weights.Load(_model, "", _average);

    private static void Approach(float[] average, ReadOnlySpan<float> weights, float share)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(average.AsSpan());
        var targets = MemoryMarshal.Cast<float, Vector<float>>(weights);
        for (var i = 0; i < vectors.Length; i++) vectors[i] += (targets[i] - vectors[i]) * share;
        for (var i = vectors.Length * Vector<float>.Count; i < average.Length; i++) average[i] += (weights[i] - average[i]) * share;
    }
}
