using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Precisions;
using TinyBertPipeline.Training.Engines;

namespace TinyBertPipeline.Pipeline.Engines;

/// <summary>An engine that was opened for a bundle, or the reason why the machine cannot open it.</summary>
internal sealed record OpenedEngine(string Name, IInferenceEngine? Engine, string? SkipReason) : IDisposable
{
    /// <summary>What a user can do about the reason, or null.</summary>
    public Remedy? Remedy { get; private init; }

    /// <summary>Opens the engine on the bundle's own file for it.</summary>
    /// <exception cref="EnvironmentException">A native library is missing.</exception>
    /// <exception cref="InvalidInputException">There is no such engine, or the bundle's file for it is missing, broken or stale.</exception>
    public static IInferenceEngine Open(string name, Bundle bundle, EngineSettings settings)
    {
        if (name == EngineName.Torch)
        {
            return settings.Precision is ModelPrecision.F32 or ModelPrecision.Auto ? OpenTorch(bundle)
                : throw new InvalidInputException(InputKind.Configuration, null, $"engine {name} computes in f32, not in {settings.Precision}");
        }
        if (!EngineName.All.Contains(name))
            throw new InvalidInputException(InputKind.Configuration, null, $"there is no engine '{name}'; {NearestName.Suggest(name, EngineName.All)}");
        return EngineFactory.Open(name, bundle, settings);
    }

    /// <summary>As <see cref="Open"/>, but a missing native library becomes a reason instead of an exception.</summary>
    public static OpenedEngine TryOpen(string name, Bundle bundle, EngineSettings settings)
    {
        try
        {
            return new OpenedEngine(name, Open(name, bundle, settings), null);
        }
        catch (EnvironmentException e)
        {
            return new OpenedEngine(name, null, FirstLine(e.Message)) { Remedy = e.Remedy };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Engine?.Dispose();

    // The list of places that were tried belongs into a diagnosis of the machine, not into every table.
    private static string FirstLine(string message)
    {
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? message : message[..end].Replace(" Tried:", "", StringComparison.Ordinal);
    }

    // Apart, so that libtorch's assembly is not touched by the other engines.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static TorchEngine OpenTorch(Bundle bundle) => TorchEngine.Load(bundle);
}
