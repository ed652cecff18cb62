namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>The inputs of a node do not fit each other or the operator.</summary>
internal sealed class ShapeMismatchException(string message) : Exception(message);
