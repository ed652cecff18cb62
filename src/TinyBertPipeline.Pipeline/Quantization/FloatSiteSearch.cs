using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>
/// Puts the sites that cost the most back to float. Each is quantized alone to see what it costs; then the worst one, two, four … stay float
/// until the divergence passes, at most half of all: beyond that little of the speed would be left.
/// </summary>
/// <param name="costOf">The divergence of a plan, by the quickest engine: it only ranks sites.</param>
/// <param name="divergenceOf">The divergence of a plan, of the worst engine: it decides.</param>
internal sealed class FloatSiteSearch(Func<QuantizationPlan, double> costOf, Func<QuantizationPlan, double> divergenceOf)
{
    /// <summary>A plan that passes, or null when none does.</summary>
    public QuantizationPlan? Run(QuantizationPlan plan, double limit)
    {
        string[] sites = [.. plan.Sites.Keys.Except(plan.FloatSites)];
        var costs = sites.ToDictionary(site => site, site => costOf(plan with { FloatSites = [.. plan.Sites.Keys.Where(other => other != site)] }));
        string[] worst = [.. sites.OrderByDescending(site => costs[site])];
        for (var count = 1; count <= sites.Length / 2; count *= 2)
        {
            var candidate = plan with { FloatSites = [.. plan.FloatSites, .. worst.Take(count)] };
            if (divergenceOf(candidate) <= limit) return candidate;
        }
        return null;
    }
}
