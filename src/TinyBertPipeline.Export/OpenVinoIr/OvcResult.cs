namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>What OpenVINO's converter did.</summary>
/// <param name="Version">Its version, from the file that it wrote.</param>
/// <param name="Warnings">What it printed beside its success: notices and warnings, one line each.</param>
/// <param name="Duration">Start of the process to the renamed files.</param>
/// <param name="PeakMemory">The most memory that its process was seen to hold, in bytes.</param>
public sealed record OvcResult(string Version, IReadOnlyList<string> Warnings, TimeSpan Duration, long PeakMemory);
