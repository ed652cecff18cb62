using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TinyBertPipeline.Inference.Hosting;

/// <summary>Makes recognizers services of an application: one for the process, opened when first asked for, disposed at its end.</summary>
public static class EntityRecognizerServices
{
    /// <summary>
    /// Adds <see cref="IEntityRecognizer"/>. Its options are validated when the host starts.
    /// <code>builder.Services.AddEntityRecognizer("artifacts/bundles/student", options => options.Precision = "auto");</code>
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="configure">Sets further options, or null.</param>
    /// <returns>The options, for example to bind them to a section of the configuration.</returns>
    public static OptionsBuilder<EntityRecognizerOptions> AddEntityRecognizer(
        this IServiceCollection services, string bundle, Action<EntityRecognizerOptions>? configure = null)
    {
        services.TryAddSingleton<IEntityRecognizer>(provider => Open(provider, Options.DefaultName));
        return AddOptions(services, Options.DefaultName, bundle, configure);
    }

    /// <summary>Adds one of several <see cref="IEntityRecognizer"/>, asked for by a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key; the options have it as their name.</param>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="configure">Sets further options, or null.</param>
    /// <returns>The options, for example to bind them to a section of the configuration.</returns>
    public static OptionsBuilder<EntityRecognizerOptions> AddKeyedEntityRecognizer(
        this IServiceCollection services, string key, string bundle, Action<EntityRecognizerOptions>? configure = null)
    {
        services.TryAddKeyedSingleton<IEntityRecognizer>(key, (provider, _) => Open(provider, key));
        return AddOptions(services, key, bundle, configure);
    }

    private static OptionsBuilder<EntityRecognizerOptions> AddOptions(
        IServiceCollection services, string name, string bundle, Action<EntityRecognizerOptions>? configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EntityRecognizerOptions>, EntityRecognizerOptionsValidator>());
        var options = services.AddOptions<EntityRecognizerOptions>(name).Configure(options => options.Bundle = bundle);
        if (configure is not null) options.Configure(configure);
        return options.ValidateOnStart();
    }

    private static EntityRecognizer Open(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<EntityRecognizerOptions>>().Get(name);
        var logger = provider.GetService<ILoggerFactory>()?.CreateLogger<EntityRecognizer>() ?? (ILogger)NullLogger.Instance;
        var start = Stopwatch.GetTimestamp();
        var recognizer = EntityRecognizer.Open(options.Bundle, options.Engine, options.ToSettings() with { Messages = new LoggedMessages(logger) });
        var engine = recognizer.Engine;
        RecognizerLog.Opened(logger, options.Bundle, engine.Name, engine.Version, engine.Precision, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return recognizer;
    }
}
