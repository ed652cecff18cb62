using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>A call into OpenVINO failed. The message has the function, the status and the useful line of the runtime's text.</summary>
public sealed class OpenVinoException : Exception
{
    private OpenVinoException(string function, OpenVinoStatus status, string reason, string detail)
        : base($"{function} failed ({status}): {reason}") => (Status, Reason, Detail) = (status, reason, detail);

    /// <summary>The status that the function returned.</summary>
    public OpenVinoStatus Status { get; }

    /// <summary>The last line of the runtime's text, or the general meaning of the status.</summary>
    public string Reason { get; }

    /// <summary>The whole text of the runtime, source positions included; empty when there is none.</summary>
    public string Detail { get; }

    /// <summary>The one gate of all native calls.</summary>
    /// <param name="status">What the function returned.</param>
    /// <param name="call">The text of the call, filled in by the compiler.</param>
    internal static void ThrowIfFailed(int status, [CallerArgumentExpression(nameof(status))] string call = "")
    {
        if (status == 0) return;
        // For these two the runtime leaves the text of an earlier error in place.
        var stale = status is (int)OpenVinoStatus.InvalidParameter or (int)OpenVinoStatus.ResultNotReady;
        var detail = stale ? "" : NativeText.Take(NativeMethods.ov_get_last_err_msg());
        var lines = detail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var reason = lines.Length > 0 ? lines[^1] : Marshal.PtrToStringUTF8(NativeMethods.ov_get_error_info(status)) ?? "no text";
        throw new OpenVinoException(FunctionOf(call), (OpenVinoStatus)status, reason, detail);
    }

    private static string FunctionOf(string call)
    {
        var end = call.IndexOf('(', StringComparison.Ordinal);
        var start = call.LastIndexOf('.', end < 0 ? call.Length - 1 : end) + 1;
        return end < 0 ? call : call[start..end];
    }
}
