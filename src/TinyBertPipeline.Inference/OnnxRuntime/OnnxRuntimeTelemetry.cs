using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>
/// Switches ONNX Runtime's telemetry off. Only the variable in the native environment, set before the first call, prevents the device id
/// and the event database in the user's cache folder; .NET's own SetEnvironmentVariable does not reach it on Linux and macOS.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "must precede the first call of any code in the process that uses this assembly")]
    internal static void SetVariable()
    {
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(Variable, "1");
        else _ = setenv(Variable, "1", 1);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
