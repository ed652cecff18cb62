namespace TinyBertPipeline.Training.Optimization;

/// <summary>
/// The learning rate that rises linearly from 0 to its peak and falls linearly to 0 (Devlin et al. 2019, A.2). The first step has rate 0
/// when there is a warm-up.
/// </summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="WarmupSteps">Steps until the peak.</param>
/// <param name="TotalSteps">Steps until 0.</param>
internal sealed record WarmupLinearSchedule(double Peak, long WarmupSteps, long TotalSteps)
{
    /// <summary>The share of the peak below which the rate does not fall; 0 for the fall to 0.</summary>
    public double Rest { get; init; }

    /// <summary>The schedule whose warm-up is a share of all steps.</summary>
    public static WarmupLinearSchedule Create(double peak, double warmupShare, long totalSteps) =>
        new(peak, (long)(totalSteps * warmupShare), totalSteps);

    /// <summary>The rate of a step, counted from 0.</summary>
    public double Rate(long step) => step < WarmupSteps
        ? Peak * step / WarmupSteps
        : Math.Max(Peak * Rest, Peak * Math.Max(0, TotalSteps - step) / Math.Max(1, TotalSteps - WarmupSteps));
}
