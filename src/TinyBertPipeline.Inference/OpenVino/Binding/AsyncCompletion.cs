using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>Turns the callback of a request, which comes once on a thread of the runtime, into the end of a task.</summary>
internal sealed class AsyncCompletion
{
    private TaskCompletionSource _source = new();

    /// <summary>A task that ends with the next callback.</summary>
    public Task Begin()
    {
        // Continuations must not run on the runtime's thread.
        _source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _source.Task;
    }

    // No exception may leave this function: its caller is native code. TrySetResult throws none.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void OnCompleted(nint argument) => ((AsyncCompletion)GCHandle.FromIntPtr(argument).Target!)._source.TrySetResult();
}
