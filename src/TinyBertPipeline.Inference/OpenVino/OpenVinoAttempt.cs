namespace TinyBertPipeline.Inference.OpenVino;

/// <summary>One place where OpenVINO was looked for.</summary>
/// <param name="Source">What named the place, for example <c>TINYBERT_OPENVINO</c>.</param>
/// <param name="Path">The folder or library, or null when the source named none.</param>
/// <param name="Fault">Why it cannot be used, or null when it can.</param>
public sealed record OpenVinoAttempt(string Source, string? Path, string? Fault)
{
    /// <inheritdoc/>
    public override string ToString() => Path is null ? $"{Source}: {Fault}" : $"{Source}: {Path}: {Fault ?? "usable"}";
}
