namespace TinyBertPipeline.Core;

/// <summary>A result missed a stated gate, for example parity of the engines (exit code 6). The message has the value and the limit.</summary>
public sealed class QualityGateException(string message) : Exception(message);
