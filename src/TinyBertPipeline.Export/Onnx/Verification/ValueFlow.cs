using TinyBertPipeline.Export.Onnx.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>
/// Follows every value of a graph from where it is made to where it is used: each is made once and before it is used, each is used, and its
/// type and shape follow from the inputs of its node.
/// </summary>
internal sealed class ValueFlow
{
    private readonly Dictionary<string, OnnxType?> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public ValueFlow(GraphProto graph)
    {
        foreach (var input in graph.Input) Define(input.Name, OnnxType.Read(input));
        foreach (var initializer in graph.Initializer) Define(initializer.Name, OnnxType.Read(initializer));
        foreach (var node in graph.Node) Follow(node);
        foreach (var output in graph.Output) Use(output.Name, "the list of outputs");
    }

    /// <summary>Values that are made twice, used before they are made, or whose shapes do not fit.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The inferred type, or null when it is not known.</summary>
    public OnnxType? TypeOf(string value) => _types.GetValueOrDefault(value);

    /// <summary>Values that nothing uses, and weights that are used more or less often than planned.</summary>
    public IEnumerable<string> UseFaults(IReadOnlyDictionary<string, int> planned)
    {
        foreach (var value in _types.Keys.Where(value => !_uses.ContainsKey(value))) yield return $"value {value} is not used";
        foreach (var (weight, times) in planned)
        {
            if (_uses.GetValueOrDefault(weight) is var found && found != times)
                yield return $"weight {weight} is used {found} times, planned were {times}";
        }
    }

    private void Follow(NodeProto node)
    {
        var inputs = new List<OnnxType>();
        foreach (var input in node.Input)
        {
            Use(input, $"node {node.Name}");
            if (TypeOf(input) is { } type) inputs.Add(type);
        }
        var output = inputs.Count == node.Input.Count ? Infer(node, inputs) : null;
        foreach (var name in node.Output) Define(name, node.Output.Count == 1 ? output : null);
    }

    private OnnxType? Infer(NodeProto node, List<OnnxType> inputs)
    {
        try
        {
            return NodeTypes.Infer(node, inputs);
        }
        catch (ShapeMismatchException e)
        {
            _faults.Add($"node {node.Name} ({node.OpType}): {e.Message}");
            return null;
        }
    }

    private void Define(string name, OnnxType? type)
    {
        if (name == "") return;   // an output that is left out
        if (!_types.TryAdd(name, type)) _faults.Add($"value {name} is made twice");
    }

    private void Use(string name, string user)
    {
        if (name == "") return;   // an optional input that is left out
        _uses[name] = _uses.GetValueOrDefault(name) + 1;
        if (!_types.ContainsKey(name)) _faults.Add($"{user} uses {name}, which is not made before");
    }
}
