using static TinyBertPipeline.Export.Onnx.AttributeProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>Rules for a node by itself: known operator of the standard set, number of inputs, attributes and their types.</summary>
internal static class NodeRules
{
    public static IEnumerable<string> Faults(NodeProto node, int opset)
    {
        if (node.Domain != "") yield return $"node {node.Name} is of domain {node.Domain}";
        if (!OperatorSchema.All.TryGetValue(node.OpType, out var schema))
        {
            yield return $"node {node.Name}: operator '{node.OpType}' is not known";
            yield break;
        }
        if (schema.Since > opset) yield return $"node {node.Name}: {node.OpType} needs opset {schema.Since}, the model has {opset}";
        if (node.Input.Count < schema.MinInputs || node.Input.Count > schema.MaxInputs)
            yield return $"node {node.Name}: {node.OpType} takes {schema.MinInputs} to {schema.MaxInputs} inputs, not {node.Input.Count}";
        if (node.Output.Count != 1) yield return $"node {node.Name}: {node.OpType} has one output, not {node.Output.Count}";
        foreach (var fault in AttributeFaults(node, schema)) yield return fault;
    }

    private static IEnumerable<string> AttributeFaults(NodeProto node, OperatorSchema schema)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in node.Attribute)
        {
            if (!seen.Add(attribute.Name)) yield return $"node {node.Name}: attribute {attribute.Name} occurs twice";
            if (!schema.Attributes.TryGetValue(attribute.Name, out var expected))
                yield return $"node {node.Name}: {node.OpType} has no attribute {attribute.Name}";
            else if (attribute.Type != expected.Type || !HoldsOnly(attribute, expected.Type))
                yield return $"node {node.Name}: attribute {attribute.Name} is not of type {expected.Type}";
        }
        foreach (var (name, _) in schema.Attributes.Where(a => a.Value.IsRequired && !seen.Contains(a.Key)))
            yield return $"node {node.Name}: attribute {name} is absent";
    }

    private static bool HoldsOnly(AttributeProto attribute, AttributeType type) =>
        (attribute.HasI, attribute.HasF, attribute.HasS, attribute.Ints.Count > 0, attribute.T is null && attribute.Floats.Count + attribute.Strings.Count == 0)
        == (type == AttributeType.Int, type == AttributeType.Float, type == AttributeType.String, type == AttributeType.Ints, true);
}
