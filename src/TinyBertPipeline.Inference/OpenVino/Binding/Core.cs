using System.Runtime.InteropServices;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>
/// The entry to OpenVINO: reads models and compiles them for a device. Thread-safe. All cores of a process are one: what
/// <see cref="SetProperties"/> sets, it sets for all of them, and disposing one ends its own use alone.
/// </summary>
public sealed class Core : IDisposable
{
    private CoreHandle? _handle;

    /// <summary>Loads OpenVINO (see <see cref="OpenVinoLibrary"/> for where it is looked for) and takes its core.</summary>
    /// <param name="openVinoFolder">A folder with OpenVINO's native libraries, or null to look in the usual places.</param>
    /// <exception cref="EnvironmentException">OpenVINO is not there or cannot be used; the message says why and what to do.</exception>
    public Core(string? openVinoFolder = null)
    {
        OpenVinoLibrary.Load(openVinoFolder);
        _handle = ProcessCore.Handle;
    }

    private CoreHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle is null, this);
            return _handle;
        }
    }

    /// <summary>Names of the devices that can be used, for example <c>CPU</c>.</summary>
    public unsafe IReadOnlyList<string> AvailableDevices()
    {
        var devices = SignalStack.Keep(() =>
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_core_get_available_devices(Handle, out var found));
            return found;
        });
        try
        {
            var names = new string[checked((int)devices.Count)];
            for (var i = 0; i < names.Length; i++) names[i] = Marshal.PtrToStringUTF8(devices.Names[i]) ?? "";
            return names;
        }
        finally
        {
            NativeMethods.ov_available_devices_free(ref devices);
        }
    }

    /// <summary>Reads an IR (<c>.xml</c> with its <c>.bin</c>) or an ONNX model.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="weights">The <c>.bin</c> of an IR when it has another name, else null.</param>
    /// <exception cref="OpenVinoException">The file is missing, broken, or of a kind without front end.</exception>
    public Model ReadModel(string path, string? weights = null)
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_core_read_model(Handle, path, weights, out var model));
        return new Model(model);
    }

    /// <summary>Compiles a model for a device.</summary>
    /// <param name="model">The model; it may be disposed afterwards.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="properties">Properties such as <c>INFERENCE_PRECISION_HINT</c>, or null.</param>
    /// <exception cref="OpenVinoException">The device, a property or the model is refused.</exception>
    public unsafe CompiledModel CompileModel(Model model, string device = "CPU", IReadOnlyDictionary<string, string>? properties = null)
    {
        using var pairs = new NativeProperties(properties ?? new Dictionary<string, string>());
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_core_compile_model_props(
            Handle, model.Handle, device, pairs.Count, pairs.Pointer, out var compiled));
        return new CompiledModel(compiled);
    }

    /// <summary>A property of a device, as text.</summary>
    public string GetProperty(string device, string key)
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_core_get_property(Handle, device, key, out var value));
        return NativeText.Take(value);
    }

    /// <summary>Sets properties of a device for all models that the process compiles later.</summary>
    public unsafe void SetProperties(string device, IReadOnlyDictionary<string, string> properties)
    {
        using var pairs = new NativeProperties(properties);
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_core_set_properties(Handle, device, pairs.Count, pairs.Pointer));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle = null;
}
