namespace TinyBertPipeline.Training.Pretraining;

/// <summary>How large steps are: parts whose gradients are summed, one at the start and more later where a ramp is asked for.</summary>
/// <param name="Pieces">Pieces of a part.</param>
/// <param name="Most">Parts of a step in the end.</param>
/// <param name="Ramp">Share of the steps in which the number of parts grows from 1.</param>
internal sealed record BatchSizes(int Pieces, int Most, double Ramp)
{
    /// <summary>Parts of a step.</summary>
    public int Parts(long step, long steps) => (int)(PartsBefore(step + 1, steps) - PartsBefore(step, steps));

    /// <summary>Parts of all steps before one.</summary>
    public long PartsBefore(long step, long steps)
    {
        var ramp = RampSteps(steps);
        var within = Math.Min(step, ramp);
        return within + GrowthBefore(within, ramp) + (step - within) * Most;
    }

    /// <summary>The fewest steps that see as many pieces.</summary>
    public long StepsFor(long pieces)
    {
        var parts = (pieces + Pieces - 1) / Pieces;
        var (low, high) = (1L, Math.Max(1, parts));
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (PartsBefore(middle, middle) >= parts) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private long RampSteps(long steps) => Most == 1 ? 0 : (long)(steps * Ramp);

    // Step i of the ramp has (Most - 1) · i / ramp parts more than one, rounded down: the sum of a line's whole numbers, by Euclid's
    // algorithm, as there may be any number of steps.
    private long GrowthBefore(long step, long ramp)
    {
        Int128 sum = 0;
        var (count, divisor, slope, start) = ((Int128)step, (Int128)ramp, (Int128)(Most - 1), (Int128)0);
        while (count > 0)
        {
            sum += count * (count - 1) / 2 * (slope / divisor) + count * (start / divisor);
            (slope, start) = (slope % divisor, start % divisor);
            var end = slope * count + start;
            (count, start) = (end / divisor, end % divisor);
            (divisor, slope) = (slope, divisor);
        }
        return (long)sum;
    }
}
