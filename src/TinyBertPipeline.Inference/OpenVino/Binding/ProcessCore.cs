namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>
/// OpenVINO's core, one for the process and never freed. A core owns its plugins, and a plugin that is unloaded frees the signal stack that
/// it gave to the thread that loaded it (<see cref="SignalStack"/>), whichever thread that was and whether it still lives. One core also
/// loads the plugins once instead of with every model.
/// </summary>
internal static class ProcessCore
{
    private static readonly Lock _lock = new();
    private static CoreHandle? _handle;

    /// <summary>The core; <see cref="OpenVinoLibrary"/> must have loaded the library.</summary>
    public static CoreHandle Handle
    {
        get
        {
            lock (_lock) return _handle ??= SignalStack.Keep(Create);
        }
    }

    private static CoreHandle Create()
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_core_create(out var core));
        // A plugin is loaded when its device is first asked for: here, so that no later call does it on a thread of the caller.
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_core_get_available_devices(core, out var devices));
        NativeMethods.ov_available_devices_free(ref devices);
        return core;
    }
}
