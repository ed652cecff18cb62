using static TinyBertPipeline.Export.Onnx.AttributeProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>An attribute's type and whether a node must have it.</summary>
internal readonly record struct AttributeSchema(AttributeType Type, bool IsRequired = false);
