using System.Runtime.InteropServices;
using TinyBertPipeline.Core.Checkpoints.Storage;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>A view of a storage, checked against it: element (i, j, …) is at offset + i * stride 0 + j * stride 1 + ….</summary>
internal sealed class StridedTensor
{
    private readonly long[] _strides;
    private readonly long _offset;
    private readonly long _last;

    /// <exception cref="InvalidInputException">The view is not inside its storage.</exception>
    public StridedTensor(string path, string name, PickleTensor tensor)
    {
        (Storage, _offset, _strides) = (tensor.Storage, tensor.Offset, tensor.Strides);
        var refuse = (string message) => new InvalidInputException(InputKind.Model, path, $"tensor {Quote(name)} {message}");
        if (_strides.Length != tensor.Shape.Length) throw refuse($"has {tensor.Shape.Length} sizes and {_strides.Length} strides");
        var product = (UInt128)Storage.Type.Size();
        var last = (UInt128)Math.Max(0, _offset);
        for (var i = 0; i < _strides.Length; i++)
        {
            if (tensor.Shape[i] > 0) product *= (ulong)tensor.Shape[i];
            if (tensor.Shape[i] > 1) last += (UInt128)(ulong)(tensor.Shape[i] - 1) * (ulong)_strides[i];
            if (product > long.MaxValue || last > long.MaxValue)
                throw refuse($"has the shape {UntrustedText.Shape(tensor.Shape)}, whose size overflows");
        }
        Entry = new TensorEntry(path, name, Storage.Type, tensor.Shape);
        _last = (long)last;
        if (_offset < 0 || _offset > Storage.Count || (Entry.Count > 0 && _last >= Storage.Count))
            throw refuse($"reaches from element {_offset} to {_last} of a storage of {Storage.Count}");
    }

    public TensorEntry Entry { get; }

    public PickleStorage Storage { get; }

    /// <summary>Copies the elements in row-major order; the storage begins at <paramref name="begin"/>.</summary>
    public void Copy(ModelFile file, long begin, Span<byte> destination)
    {
        if (destination.Length == 0) return;
        var size = Storage.Type.Size();
        if (IsContiguous())
        {
            file.Read(begin + _offset * size, destination);
            return;
        }
        if ((_last - _offset + 1) * size > Array.MaxLength)
            throw Entry.Refuse($"is spread over {(_last - _offset + 1) * size} bytes; at most {Array.MaxLength} can be read");
        var source = file.Read(begin + _offset * size, (int)((_last - _offset + 1) * size));
        switch (size)
        {
            case 1: Gather(source, destination); break;
            case 2: Gather(MemoryMarshal.Cast<byte, short>(source), MemoryMarshal.Cast<byte, short>(destination)); break;
            case 4: Gather(MemoryMarshal.Cast<byte, int>(source), MemoryMarshal.Cast<byte, int>(destination)); break;
            default: Gather(MemoryMarshal.Cast<byte, long>(source), MemoryMarshal.Cast<byte, long>(destination)); break;
        }
    }

    private bool IsContiguous()
    {
        var expected = 1L;
        for (var i = _strides.Length - 1; i >= 0; i--)
        {
            if (Entry.Shape[i] != 1 && _strides[i] != expected) return false;
            expected *= Entry.Shape[i];
        }
        return true;
    }

    private void Gather<T>(ReadOnlySpan<T> source, Span<T> destination)
    {
        var index = new long[_strides.Length];
        var position = 0L;
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = source[(int)position];
            for (var axis = index.Length - 1; axis >= 0; axis--)
            {
                position += _strides[axis];
                if (++index[axis] < Entry.Shape[axis]) break;
                position -= _strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
    }
}
