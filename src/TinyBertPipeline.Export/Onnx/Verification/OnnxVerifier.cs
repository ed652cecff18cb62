using TinyBertPipeline.Export.Onnx.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>
/// Checks a model before it is written: the rules of the standard's own checker (onnx/checker.cc), type and shape inference, and that the
/// model is the one that was planned. ONNX Runtime accepts files that break many of these rules; other readers do not.
/// </summary>
internal sealed class OnnxVerifier
{
    private const int MinIrVersion = 8;
    private const int MaxIrVersion = 13;

    private readonly OnnxExpectation _expected;
    private readonly List<string> _faults = [];

    private OnnxVerifier(OnnxExpectation expected) => _expected = expected;

    /// <exception cref="InvalidOperationException">The model breaks a rule; the message lists all faults.</exception>
    public static void ThrowIfInvalid(ModelProto model, OnnxExpectation expected)
    {
        var faults = Faults(model, expected);
        if (faults.Count > 0) throw new InvalidOperationException($"the ONNX model is not valid: {string.Join("; ", faults)}");
    }

    /// <summary>Everything that is wrong with the model; empty when it is valid.</summary>
    public static IReadOnlyList<string> Faults(ModelProto model, OnnxExpectation expected)
    {
        var verifier = new OnnxVerifier(expected);
        verifier.CheckModel(model);
        if (model.Graph is { } graph) verifier.CheckGraph(graph);
        return verifier._faults;
    }

    private void CheckModel(ModelProto model)
    {
        if (model.IrVersion is < MinIrVersion or > MaxIrVersion) Fault($"IR version {model.IrVersion} is not in {MinIrVersion}..{MaxIrVersion}");
        if (model.IrVersion < MinIrVersionOf(_expected.Opset)) Fault($"opset {_expected.Opset} needs a later IR version than {model.IrVersion}");
        if (model.OpsetImport.Count != 1 || model.OpsetImport[0].Domain != "" || model.OpsetImport[0].Version != _expected.Opset)
            Fault($"the one imported operator set is not the standard one of version {_expected.Opset}");
        CheckUnique("metadata key", model.MetadataProps.Select(property => property.Key));
        if (model.Graph is null) Fault("there is no graph");
        else if (model.Graph.Name == "") Fault("the graph has no name");
    }

    private void CheckGraph(GraphProto graph)
    {
        CheckSignature("input", graph.Input, _expected.Inputs);
        CheckSignature("output", graph.Output, _expected.Outputs);
        CheckUnique("initializer", graph.Initializer.Select(tensor => tensor.Name));
        CheckUnique("node", graph.Node.Select(node => node.Name));
        foreach (var tensor in graph.Initializer) _faults.AddRange(InitializerRules.Faults(tensor));
        foreach (var node in graph.Node) _faults.AddRange(NodeRules.Faults(node, _expected.Opset));

        var flow = new ValueFlow(graph);
        _faults.AddRange(flow.Faults);
        _faults.AddRange(flow.UseFaults(_expected.WeightUses));
        foreach (var (name, type) in _expected.Outputs)
        {
            if (flow.TypeOf(name)?.ToString() is var found && found != type.ToString())
                Fault($"output {name} comes out as {found ?? "nothing known"}, not {type}");
        }
    }

    private void CheckSignature(string kind, IReadOnlyList<ValueInfoProto> found, IReadOnlyList<KeyValuePair<string, OnnxType>> wanted)
    {
        var (present, planned) = (Describe(found.Select(info => new KeyValuePair<string, OnnxType>(info.Name, OnnxType.Read(info)))), Describe(wanted));
        if (present != planned) Fault($"{kind}s are {present}; expected {planned}");

        static string Describe(IEnumerable<KeyValuePair<string, OnnxType>> values) => string.Join(", ", values.Select(v => $"{v.Key} {v.Value}"));
    }

    private void CheckUnique(string kind, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (name == "") Fault($"a {kind} has no name");
            else if (!seen.Add(name)) Fault($"{kind} {name} occurs twice");
        }
    }

    private void Fault(string text) => _faults.Add(text);

    // onnx/helper.py, VERSION_TABLE
    private static int MinIrVersionOf(int opset) => opset switch { <= 18 => 8, <= 20 => 9, <= 22 => 10, 23 => 11, 24 => 12, _ => 13 };
}

/// <summary>What a model is meant to be, stated apart from the code that wrote it.</summary>
/// <param name="Opset">The opset of the standard operators.</param>
/// <param name="Inputs">Inputs in their order.</param>
/// <param name="Outputs">Outputs in their order.</param>
/// <param name="WeightUses">How often each weight's initializer is consumed.</param>
internal sealed record OnnxExpectation(
    int Opset,
    IReadOnlyList<KeyValuePair<string, OnnxType>> Inputs,
    IReadOnlyList<KeyValuePair<string, OnnxType>> Outputs,
    IReadOnlyDictionary<string, int> WeightUses);

/// <summary>The inputs of a node do not fit each other or the operator.</summary>
internal sealed class ShapeMismatchException(string message) : Exception(message);
