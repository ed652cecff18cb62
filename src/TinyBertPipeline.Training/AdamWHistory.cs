using System.Runtime.InteropServices;

namespace TinyBertPipeline.Training;

/// <summary>The scalars of past steps, for parameters that take several steps at once.</summary>
/// <param name="options">Constants of the optimizer.</param>
/// <param name="firstStep">Steps that were done before the history begins.</param>
internal sealed class AdamWHistory(AdamWOptions options, long firstStep)
{
    private readonly List<AdamWStep> _steps = [];

    /// <summary>Number of steps done.</summary>
    public long Count => firstStep + _steps.Count;

    /// <summary>Begins the next step.</summary>
    public AdamWStep Add(double learningRate)
    {
        var step = AdamWStep.At(Count + 1, learningRate, options);
        _steps.Add(step);
        return step;
    }

    /// <summary>The steps after the first <paramref name="done"/>.</summary>
    public ReadOnlySpan<AdamWStep> After(long done) => CollectionsMarshal.AsSpan(_steps)[(int)(done - firstStep)..];
}
