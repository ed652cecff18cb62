using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>Direct access to the memory of 32-bit tensors.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The first element of a contiguous tensor; valid while the tensor lives.</summary>
    public static float* Floats(Tensor tensor)
    {
        if (tensor.dtype != float32 || !tensor.is_contiguous())
            throw new ArgumentException("expected a contiguous tensor of 32-bit floats");
        fixed (byte* start = tensor.bytes) return (float*)start;
    }

    /// <summary>The elements of a contiguous tensor.</summary>
    public static ReadOnlySpan<float> Span(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
