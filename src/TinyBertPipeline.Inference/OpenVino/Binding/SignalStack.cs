using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>
/// Keeps the calling thread's alternate signal stack as it is. OpenVINO's CPU plugin gives the thread that loads it a stack of its own; .NET
/// handles the SIGSEGV behind a NullReferenceException on that stack, and once the plugin's memory is gone, or the thread ends and frees it,
/// the next such exception ends the process. .NET's own stack is large enough for what the plugin has in mind (the AMX registers).
/// </summary>
internal static unsafe partial class SignalStack
{
    /// <summary>Runs a step that may load plugins; afterwards the thread has the signal stack that it had before.</summary>
    public static T Keep<T>(Func<T> step)
    {
        if (!OperatingSystem.IsLinux()) return step();
        NativeStack before;
        if (sigaltstack(null, &before) != 0) throw new InvalidOperationException($"sigaltstack failed: error {Marshal.GetLastPInvokeError()}");
        try
        {
            return step();
        }
        finally
        {
            _ = sigaltstack(&before, null);     // of a stack that was in force before; there is nothing to refuse
        }
    }

    /// <summary>Where the calling thread's alternate stack lies; 0 where there is none, or no such thing.</summary>
    public static nint Address
    {
        get
        {
            NativeStack current;
            return OperatingSystem.IsLinux() && sigaltstack(null, &current) == 0 ? current.Address : 0;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sigaltstack(NativeStack* stack, NativeStack* old);

    /// <summary><c>stack_t</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeStack
    {
        public nint Address;
        public int Flags;
        public nuint Size;
    }
}
