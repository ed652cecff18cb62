using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.OpenVino;

/// <summary>Tells what a native failure means for the user: a broken model, or a part of OpenVINO that is missing.</summary>
internal static class OpenVinoFaults
{
    /// <summary>Without its plugin a device is silently absent.</summary>
    /// <exception cref="EnvironmentException">The core does not know the device.</exception>
    public static void ThrowIfDeviceIsMissing(Binding.Core core, string device)
    {
        var devices = core.AvailableDevices();
        if (devices.Any(known => device == known || device.StartsWith(known + ".", StringComparison.Ordinal))) return;
        var known = devices.Count == 0 ? "none" : string.Join(", ", devices);
        throw new EnvironmentException($"OpenVINO has no device {device} (it has {known}): the plugin is missing in the folder of "
            + $"{OpenVinoLibrary.Path}, for CPU libopenvino_intel_cpu_plugin");
    }

    /// <summary>Runs a step that reads or compiles a model; its failure is the model's, except when a front end is missing.</summary>
    public static T AsModelFault<T>(string path, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (OpenVinoException e)
        {
            var frontEnd = MissingFrontEnd(path, e.Detail);
            if (frontEnd is null) throw new InvalidInputException(InputKind.Model, path, $"OpenVINO cannot use it: {e.Reason}", inner: e);
            throw new EnvironmentException($"OpenVINO cannot read {path}: {frontEnd} is missing in the folder of {OpenVinoLibrary.Path}", e);
        }
    }

    /// <inheritdoc cref="AsModelFault{T}"/>
    public static void AsModelFault(string path, Action step) => AsModelFault(path, () =>
    {
        step();
        return true;
    });

    /// <summary>The front end that the runtime's text shows to be absent, or null. The text lists those that are available.</summary>
    internal static string? MissingFrontEnd(string path, string detail)
    {
        const string List = "Available frontends:";
        var start = detail.IndexOf(List, StringComparison.Ordinal);
        if (start < 0) return null;
        var available = detail[(start + List.Length)..].Split([' ', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var needed = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? "onnx" : "ir";
        return available.Contains(needed) ? null : $"libopenvino_{needed}_frontend";
    }
}
