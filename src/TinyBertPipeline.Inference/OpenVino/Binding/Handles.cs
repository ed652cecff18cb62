using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>A native object with at most one matching free function. The marshaller keeps it alive during every call.</summary>
internal abstract class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;
}

/// <summary>The core, which is never freed (<see cref="ProcessCore"/>).</summary>
internal sealed class CoreHandle : NativeHandle
{
    protected override bool ReleaseHandle() => true;
}

internal sealed class ModelHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.ov_model_free(handle);
        return true;
    }
}

internal sealed class CompiledModelHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.ov_compiled_model_free(handle);
        return true;
    }
}

/// <summary>A constant port; the non-constant kind has another free function and is not used.</summary>
internal sealed class PortHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.ov_output_const_port_free(handle);
        return true;
    }
}

internal sealed class TensorHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.ov_tensor_free(handle);
        return true;
    }
}
