using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.OpenVino;

/// <summary>Tells what a native failure means for the user: a broken model, or a part of OpenVINO that is missing.</summary>
internal static class OpenVinoFaults
{
    /// <summary>Without its plugin, or its driver, a device is silently absent.</summary>
    /// <exception cref="EnvironmentException">The runtime does not know the device.</exception>
    public static void ThrowIfDeviceIsMissing(IReadOnlyList<string> devices, string device)
    {
        if (WhyMissing(devices, device) is { } reason) throw new EnvironmentException(reason);
    }

    /// <summary>Why a device cannot be used, or null if it can.</summary>
    /// <param name="devices">The devices that the runtime lists, for example <c>CPU</c> and <c>GPU.0</c>.</param>
    /// <param name="device">The device that is wanted; AUTO chooses among them.</param>
    internal static string? WhyMissing(IReadOnlyList<string> devices, string device)
    {
        var isThere = device == OpenVinoOptions.Auto ? devices.Count > 0
            : devices.Any(known => device == known || device.StartsWith(known + ".", StringComparison.Ordinal)
                || known.StartsWith(device + ".", StringComparison.Ordinal));
        if (isThere) return null;
        var known = devices.Count == 0 ? "none" : string.Join(", ", devices);
        var needed = device.Split('.')[0] switch
        {
            "CPU" => "the plugin libopenvino_intel_cpu_plugin",
            "GPU" => "an Intel GPU, its OpenCL driver, and the plugin libopenvino_intel_gpu_plugin",
            "NPU" => "an Intel NPU, its driver, and the plugin libopenvino_intel_npu_plugin",
            OpenVinoOptions.Auto => "any device, and the plugin libopenvino_auto_plugin",
            _ => "a plugin of that name",
        };
        return $"OpenVINO has no device {device} (it has {known}): it needs {needed} in the folder of {OpenVinoLibrary.Path ?? "OpenVINO's library"}";
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
