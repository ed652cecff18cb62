namespace TinyBertPipeline.Training.Pretraining;

/// <summary>How large steps are: parts whose gradients are summed, one at the start and more later where a ramp is asked for.</summary>
/// <param name="Pieces">Pieces of a part.</param>
/// <param name="Most">Parts of a step in the end.</param>
/// <param name="Ramp">Share of the steps in which the number of parts grows from 1.</param>
internal sealed record BatchSizes(int Pieces, int Most, double Ramp)
{
    private long[]? _before;

    /// <summary>Parts of a step.</summary>
    public int Parts(long step, long steps) => (int)(PartsBefore(step + 1, steps) - PartsBefore(step, steps));

    /// <summary>Parts of all steps before one.</summary>
    public long PartsBefore(long step, long steps)
    {
        var ramp = RampSteps(steps);
        if (_before is null || _before.Length != ramp + 1)
        {
            _before = new long[ramp + 1];
            for (var i = 0; i < ramp; i++) _before[i + 1] = _before[i] + 1 + (Most - 1L) * i / ramp;
        }
        return step <= ramp ? _before[step] : _before[ramp] + (step - ramp) * Most;
    }

    /// <summary>The fewest steps that see as many pieces.</summary>
    public long StepsFor(long pieces)
    {
        var (low, high) = (1L, Math.Max(1, pieces / Pieces + 1));
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (PartsBefore(middle, middle) * Pieces >= pieces) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private long RampSteps(long steps) => Most == 1 ? 0 : (long)(steps * Ramp);
}
