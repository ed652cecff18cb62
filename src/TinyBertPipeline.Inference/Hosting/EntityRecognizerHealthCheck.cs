using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TinyBertPipeline.Inference.Hosting;

/// <summary>Healthy while a short text of its own goes through the model.</summary>
/// <param name="recognizer">The recognizer.</param>
internal sealed class EntityRecognizerHealthCheck(IEntityRecognizer recognizer) : IHealthCheck
{
    private const string Probe = "healthy";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var engine = recognizer.Engine;
        var data = new Dictionary<string, object> { ["engine"] = engine.Name, ["version"] = engine.Version, ["precision"] = engine.Precision };
        try
        {
            recognizer.RecognizeAll([Probe], cancellation: cancellationToken);
            return Task.FromResult(HealthCheckResult.Healthy("a text went through the model", data));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "no text goes through the model", e, data));
        }
    }
}

/// <summary>Adds the check of a recognizer to those of an application.</summary>
public static class EntityRecognizerHealthChecks
{
    /// <summary>Adds a check that a text goes through the recognizer's model.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="key">The recognizer's key, or null for the one without.</param>
    /// <param name="failureStatus">What a failure means; null for unhealthy.</param>
    /// <param name="tags">Tags to choose checks by, or null.</param>
    public static IHealthChecksBuilder AddEntityRecognizer(
        this IHealthChecksBuilder checks, string? key = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null) =>
        checks.Add(new HealthCheckRegistration(
            key is null ? "entity-recognizer" : $"entity-recognizer-{key}",
            provider => new EntityRecognizerHealthCheck(key is null
                ? provider.GetRequiredService<IEntityRecognizer>()
                : provider.GetRequiredKeyedService<IEntityRecognizer>(key)),
            failureStatus, tags));
}
