using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Diagnostics;

/// <summary>What is known of one native library on this machine.</summary>
/// <param name="Name">The library.</param>
/// <param name="Needed">The version that is needed.</param>
/// <param name="Version">The version that was found, or null.</param>
/// <param name="Path">Where it was found, or null.</param>
/// <param name="Fault">Why it cannot be used, or null when it can.</param>
/// <param name="Remedy">What a user can do about the fault, or null.</param>
/// <param name="Tried">The places that were tried, each with its outcome.</param>
public sealed record NativeLibraryStatus(
    string Name, string Needed, string? Version, string? Path, string? Fault, Remedy? Remedy, IReadOnlyList<OpenVinoAttempt> Tried)
{
    /// <summary>Whether the engine on it can work.</summary>
    public bool IsUsable => Fault is null;
}
