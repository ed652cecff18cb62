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

    /// <summary>The device that every installation has, or should have.</summary>
    public const string Cpu = "CPU";

    /// <summary>Whether the processor can be computed on: its plugin is there and can be loaded.</summary>
    public static bool HasCpu { get; private set; }

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
        // A plugin is loaded when its device is first asked for: here, so that no later call does it on a thread of the caller. (That of the
        // processor alone: the others take time, and leave the thread as it is.)
        HasCpu = NativeMethods.ov_core_get_property(core, Cpu, "FULL_DEVICE_NAME", out var name) == 0;
        if (HasCpu) _ = NativeText.Take(name);
        return core;
    }
}
