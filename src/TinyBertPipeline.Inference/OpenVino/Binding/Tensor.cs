using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>A tensor whose memory belongs to the runtime.</summary>
public sealed class Tensor : IDisposable
{
    internal Tensor(TensorHandle handle) => Handle = handle;

    /// <summary>Allocates a tensor; its values are undefined until written.</summary>
    public unsafe Tensor(ElementType type, Shape shape)
    {
        fixed (long* dimensions = shape.Span)
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_tensor_create(type, ToNative(shape, dimensions), out var handle));
            Handle = handle;
        }
    }

    internal TensorHandle Handle { get; }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType
    {
        get
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_tensor_get_element_type(Handle, out var type));
            return type;
        }
    }

    /// <summary>The shape. Setting a larger one may move the memory: take <see cref="Data"/> anew afterwards.</summary>
    public unsafe Shape Shape
    {
        get
        {
            var status = NativeMethods.ov_tensor_get_shape(Handle, out var shape);
            // The C layer refuses to tell the shape of a scalar; its arguments are otherwise sound.
            if (status == (int)OpenVinoStatus.InvalidParameter) return new Shape();
            OpenVinoException.ThrowIfFailed(status, nameof(NativeMethods.ov_tensor_get_shape));
            try
            {
                return new Shape(new ReadOnlySpan<long>(shape.Dimensions, checked((int)shape.Rank)));
            }
            finally
            {
                NativeMethods.ov_shape_free(ref shape);
            }
        }
        set
        {
            fixed (long* dimensions = value.Span)
            {
                OpenVinoException.ThrowIfFailed(NativeMethods.ov_tensor_set_shape(Handle, ToNative(value, dimensions)));
            }
        }
    }

    /// <summary>The size of the values in bytes.</summary>
    public long ByteSize
    {
        get
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_tensor_get_byte_size(Handle, out var size));
            return checked((long)size);
        }
    }

    /// <summary>Allocates a tensor with a copy of values, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape, or T is no element type.</exception>
    public static Tensor FromArray<T>(Shape shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (values.Length != shape.ElementCount) throw new ArgumentException($"{values.Length} values do not fill a tensor {shape}");
        var tensor = new Tensor(ElementTypeOf<T>(), shape);
        values.CopyTo(tensor.Data<T>());
        return tensor;
    }

    /// <summary>The values in the runtime's memory, row-major; valid while the tensor, or the request it came from, holds them.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public unsafe Span<T> Data<T>()
        where T : unmanaged
    {
        if (ElementType != ElementTypeOf<T>()) throw new InvalidOperationException($"a tensor of {ElementType} has no values of type {typeof(T).Name}");
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_tensor_data(Handle, out var data));
        return new Span<T>((void*)data, checked((int)(ByteSize / Unsafe.SizeOf<T>())));
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static ElementType ElementTypeOf<T>() => default(T) switch
    {
        float => ElementType.F32,
        double => ElementType.F64,
        Half => ElementType.F16,
        long => ElementType.I64,
        int => ElementType.I32,
        short => ElementType.I16,
        sbyte => ElementType.I8,
        byte => ElementType.U8,
        _ => throw new ArgumentException($"{typeof(T).Name} is no element type of a tensor"),
    };

    private static unsafe NativeShape ToNative(Shape shape, long* dimensions) => new() { Rank = shape.Count, Dimensions = dimensions };
}
