using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>Properties as an array of C string pairs, valid until disposed.</summary>
internal sealed unsafe class NativeProperties : IDisposable
{
    private readonly NativeProperty[] _pairs;
    private readonly GCHandle _pin;

    public NativeProperties(IReadOnlyDictionary<string, string> properties)
    {
        _pairs = [.. properties.Select(pair => new NativeProperty
        {
            Key = Marshal.StringToCoTaskMemUTF8(pair.Key),
            Value = Marshal.StringToCoTaskMemUTF8(pair.Value),
        })];
        _pin = GCHandle.Alloc(_pairs, GCHandleType.Pinned);
    }

    public nuint Count => (nuint)_pairs.Length;

    public NativeProperty* Pointer => (NativeProperty*)_pin.AddrOfPinnedObject();

    public void Dispose()
    {
        _pin.Free();
        foreach (var pair in _pairs)
        {
            Marshal.FreeCoTaskMem(pair.Key);
            Marshal.FreeCoTaskMem(pair.Value);
        }
    }
}
