using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>Strings that the runtime allocated.</summary>
internal static class NativeText
{
    /// <summary>Copies a string and frees the original; null gives an empty string.</summary>
    public static string Take(nint text)
    {
        var copy = Marshal.PtrToStringUTF8(text) ?? "";
        if (text != 0) NativeMethods.ov_free(text);
        return copy;
    }
}
