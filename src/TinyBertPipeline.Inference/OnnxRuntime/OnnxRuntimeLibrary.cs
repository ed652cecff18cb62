using Microsoft.ML.OnnxRuntime;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>ONNX Runtime's native library, which comes with the program.</summary>
internal static class OnnxRuntimeLibrary
{
    private static readonly Lock _lock = new();

    /// <summary>The version of the loaded library.</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    /// <summary>Loads it and creates its environment, quiet and without telemetry, unless the process has one.</summary>
    /// <exception cref="EnvironmentException">The library cannot be loaded.</exception>
    public static void Load()
    {
        OnnxRuntimeTelemetry.SetVariable();
        try
        {
            lock (_lock)
            {
                if (!OrtEnv.IsCreated)
                {
                    var options = new EnvironmentCreationOptions { logId = "tinybert", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
                    OrtEnv.CreateInstanceWithOptions(ref options);
                }
                OrtEnv.Instance().DisableTelemetryEvents();
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new EnvironmentException($"ONNX Runtime's native library cannot be loaded: {(e.InnerException ?? e).Message} "
                + "(it lies beside the program; Linux needs glibc 2.28 or newer)", e);
        }
    }
}
