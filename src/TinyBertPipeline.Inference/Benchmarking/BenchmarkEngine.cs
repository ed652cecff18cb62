using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>An engine under the name that its row has.</summary>
/// <param name="Name">The row's name, for example <c>openvino</c> or <c>student, openvino</c>.</param>
/// <param name="Engine">The engine; it stays the caller's.</param>
public sealed record BenchmarkEngine(string Name, IInferenceEngine Engine);
