using System.Runtime.InteropServices;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>Loads a C library and asks it, before anything else is called, whether it is the one that the declarations are made for.</summary>
internal static unsafe class OpenVinoProbe
{
    // Eight elements of each type, in bytes. Releases before 2025.1 number the types otherwise and fail here.
    private static readonly (ElementType Type, nuint Bytes)[] _sizes =
    [
        (ElementType.F32, 32), (ElementType.F16, 16), (ElementType.I64, 64), (ElementType.I32, 32), (ElementType.I8, 8), (ElementType.U8, 8),
    ];

    /// <summary>Loads the library; returns its handle and build string, or the fault.</summary>
    public static (nint Handle, string Build, string? Fault) Load(string path)
    {
        nint handle;
        try
        {
            handle = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return (0, "", DescribeLoadFailure(e.Message));
        }
        var (build, fault) = Check(handle);
        if (fault is null) return (handle, build, null);
        NativeLibrary.Free(handle);
        return (0, build, fault);
    }

    /// <summary>The useful part of the loader's text: which dependency is missing, else the text.</summary>
    internal static string DescribeLoadFailure(string message)
    {
        var line = message.Split('\n').FirstOrDefault(text => text.Contains(": cannot open shared object file", StringComparison.Ordinal));
        if (line is null) return "cannot be loaded: " + message.Split('\n')[0];
        var missing = line[..line.IndexOf(": cannot open", StringComparison.Ordinal)];
        return $"cannot be loaded: its dependency {missing[(missing.LastIndexOf(' ') + 1)..]} is missing";
    }

    private static (string Build, string? Fault) Check(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "ov_get_openvino_version", out var getVersion)
            || !NativeLibrary.TryGetExport(library, "ov_version_free", out var freeVersion))
        {
            return ("", "is no OpenVINO C library (ov_get_openvino_version is missing)");
        }
        var native = default(NativeVersion);
        if (((delegate* unmanaged[Cdecl]<NativeVersion*, int>)getVersion)(&native) != 0) return ("", "does not tell its version");
        var build = Marshal.PtrToStringUTF8(native.BuildNumber) ?? "";
        ((delegate* unmanaged[Cdecl]<NativeVersion*, void>)freeVersion)(&native);
        if (OpenVinoVersion.OfBuild(build) is not { } version) return (build, $"has a version that cannot be read: '{build}'");
        if (version < OpenVinoVersion.Needed) return (build, $"is version {version}, needed is {OpenVinoVersion.Needed.ToString(2)} or newer");
        return (build, _sizes.Any(size => !HasSize(library, size.Type, size.Bytes)) ? $"numbers its element types otherwise ({build})" : null);
    }

    private static bool HasSize(nint library, ElementType type, nuint expected)
    {
        var create = (delegate* unmanaged[Cdecl]<int, NativeShape, nint*, int>)NativeLibrary.GetExport(library, "ov_tensor_create");
        var getSize = (delegate* unmanaged[Cdecl]<nint, nuint*, int>)NativeLibrary.GetExport(library, "ov_tensor_get_byte_size");
        var free = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "ov_tensor_free");
        long dimension = 8;
        nint tensor;
        if (create((int)type, new NativeShape { Rank = 1, Dimensions = &dimension }, &tensor) != 0) return false;
        nuint size;
        var status = getSize(tensor, &size);
        free(tensor);
        return status == 0 && size == expected;
    }
}
