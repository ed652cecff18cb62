using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>
/// An infer request together with its completion callback. The runtime stores the address of the callback structure, so structure and
/// argument live here and are freed after the request: freeing a running request waits for its end and drops the callback.
/// </summary>
internal sealed unsafe class InferRequestHandle : NativeHandle
{
    private readonly NativeCallback* _callback;
    private GCHandle _completion;

    public InferRequestHandle(nint request, AsyncCompletion completion)
    {
        SetHandle(request);
        _completion = GCHandle.Alloc(completion);
        _callback = (NativeCallback*)NativeMemory.AllocZeroed((nuint)sizeof(NativeCallback));
        _callback->Function = &AsyncCompletion.OnCompleted;
        _callback->Argument = GCHandle.ToIntPtr(_completion);
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_set_callback(request, _callback));
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.ov_infer_request_free(handle);
        NativeMemory.Free(_callback);
        _completion.Free();
        return true;
    }
}
