using Microsoft.Extensions.Options;
using TinyBertPipeline.Inference.Precisions;

namespace TinyBertPipeline.Inference.Hosting;

/// <summary>Finds at the start of a service what would else be found by its first caller.</summary>
internal sealed class EntityRecognizerOptionsValidator : IValidateOptions<EntityRecognizerOptions>
{
    public ValidateOptionsResult Validate(string? name, EntityRecognizerOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(EntityRecognizerOptions options)
    {
        if (options.Bundle.Length == 0) yield return $"{nameof(options.Bundle)}: no folder is named";
        else if (!Directory.Exists(options.Bundle)) yield return $"{nameof(options.Bundle)}: there is no folder {options.Bundle}";
        if (!EngineFactory.Names.Contains(options.Engine))
            yield return $"{nameof(options.Engine)}: '{options.Engine}' is unknown; valid are {string.Join(", ", EngineFactory.Names)}";
        if (!ModelPrecision.Names.Contains(options.Precision))
            yield return $"{nameof(options.Precision)}: '{options.Precision}' is unknown; valid are {string.Join(", ", ModelPrecision.Names)}";
        if (options.Threads < 0) yield return $"{nameof(options.Threads)}: {options.Threads}, expected 0 or more";
        if (options.Streams < 0) yield return $"{nameof(options.Streams)}: {options.Streams}, expected 0 or more";
    }
}
