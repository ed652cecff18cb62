using TinyBertPipeline.Core.Checkpoints.Storage;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>Python's spelling of the names that are allowed.</summary>
internal static class PickleGlobals
{
    public static PickleGlobal? Parse(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => PickleGlobal.OrderedDictionary,
        ("torch._utils", "_rebuild_tensor_v2") => PickleGlobal.RebuildTensor,
        ("torch._utils", "_rebuild_parameter") => PickleGlobal.RebuildParameter,
        ("torch", "DoubleStorage") => PickleGlobal.DoubleStorage,
        ("torch", "FloatStorage") => PickleGlobal.FloatStorage,
        ("torch", "HalfStorage") => PickleGlobal.HalfStorage,
        ("torch", "BFloat16Storage") => PickleGlobal.BFloat16Storage,
        ("torch", "LongStorage") => PickleGlobal.LongStorage,
        ("torch", "IntStorage") => PickleGlobal.IntStorage,
        ("torch", "ShortStorage") => PickleGlobal.ShortStorage,
        ("torch", "CharStorage") => PickleGlobal.CharStorage,
        ("torch", "ByteStorage") => PickleGlobal.ByteStorage,
        ("torch", "BoolStorage") => PickleGlobal.BoolStorage,
        _ => null,
    };

    /// <summary>The element type of a storage class; null for the other names.</summary>
    public static ElementType? StoredType(PickleGlobal global) => global switch
    {
        PickleGlobal.DoubleStorage => ElementType.F64,
        PickleGlobal.FloatStorage => ElementType.F32,
        PickleGlobal.HalfStorage => ElementType.F16,
        PickleGlobal.BFloat16Storage => ElementType.BF16,
        PickleGlobal.LongStorage => ElementType.I64,
        PickleGlobal.IntStorage => ElementType.I32,
        PickleGlobal.ShortStorage => ElementType.I16,
        PickleGlobal.CharStorage => ElementType.I8,
        PickleGlobal.ByteStorage => ElementType.U8,
        PickleGlobal.BoolStorage => ElementType.BOOL,
        _ => null,
    };

    /// <summary>Why a name is refused, and what to do about it.</summary>
    public static string Refusal(string module, string name)
    {
        var global = Quote($"{module}.{name}");
        if (module == "torch" && name.EndsWith("Storage", StringComparison.Ordinal)) return $"has a storage of the unknown class {global}";
        if (module.StartsWith("torch.nn", StringComparison.Ordinal) || module.StartsWith("transformers", StringComparison.Ordinal))
            return $"names the Python class {global}: it holds a whole model; save its weights alone, torch.save(model.state_dict(), path)";
        return $"names {global}, which is refused: a checkpoint needs no Python but tensors and dictionaries, and nothing of it was run";
    }
}

/// <summary>
/// The Python names that a checkpoint may mention. A name is turned into one of these by a switch; nothing is looked up or called.
/// </summary>
internal enum PickleGlobal
{
    OrderedDictionary,
    RebuildTensor,
    RebuildParameter,
    DoubleStorage,
    FloatStorage,
    HalfStorage,
    BFloat16Storage,
    LongStorage,
    IntStorage,
    ShortStorage,
    CharStorage,
    ByteStorage,
    BoolStorage,
}
