using Google.Protobuf;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Onnx.Types;
using TinyBertPipeline.Export.Onnx.Verification;
using static TinyBertPipeline.Export.Onnx.AttributeProto.Types;

namespace TinyBertPipeline.Export.Tests.Onnx.Verification;

public sealed class OnnxVerifierTests
{
    // What is done to a valid model x W + b, and the fault that must be named. In the order of the standard's checker.
    private static readonly Dictionary<string, (Action<ModelProto> Break, string Fault)> _cases = new()
    {
        ["no version"] = (m => m.ClearIrVersion(), "IR version 0"),
        ["version of the future"] = (m => m.IrVersion = 14, "IR version 14"),
        ["version too old for the opset"] = (m => m.IrVersion = 8, "opset 20 needs a later IR version than 8"),
        ["no operator set"] = (m => m.OpsetImport.Clear(), "imported operator set"),
        ["other opset"] = (m => m.OpsetImport[0].Version = 17, "imported operator set"),
        ["second operator set"] = (m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.example", Version = 1 }), "imported operator set"),
        ["metadata key twice"] = (m => m.MetadataProps.Add([Entry("a"), Entry("a")]), "metadata key a occurs twice"),
        ["metadata without key"] = (m => m.MetadataProps.Add(Entry("")), "a metadata key has no name"),
        ["no graph"] = (m => m.Graph = null, "there is no graph"),
        ["graph without name"] = (m => m.Graph.Name = "", "the graph has no name"),
        ["input of another name"] = (m => m.Graph.Input[0].Name = "y", "inputs are y float [batch, 2]"),
        ["input of another type"] = (m => m.Graph.Input[0].Type.TensorType.ElemType = 7, "inputs are x int64"),
        ["input without shape"] = (m => m.Graph.Input[0].Type.TensorType.Shape = null, "inputs are x float [...]"),
        ["input of another rank"] = (m => m.Graph.Input[0].Type.TensorType.Shape.Dim.RemoveAt(0), "inputs are x float [2]"),
        ["output of another size"] = (m => m.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue = 4, "outputs are y float [batch, 4]"),
        ["output that is not made"] = (m => m.Graph.Node[1].Output[0] = "z", "the list of outputs uses y, which is not made before"),
        ["initializer twice"] = (m => m.Graph.Initializer.Add(m.Graph.Initializer[0].Clone()), "initializer W occurs twice"),
        ["initializer without type"] = (m => m.Graph.Initializer[0].DataType = 0, "initializer W has element type 0"),
        ["initializer too short"] = (m => m.Graph.Initializer[0].RawData = ByteString.CopyFrom(new byte[20]), "initializer W has 20 bytes, its shape asks for 24"),
        ["initializer too long"] = (m => m.Graph.Initializer[0].RawData = ByteString.CopyFrom(new byte[28]), "initializer W has 28 bytes"),
        ["data in two fields"] = (m => m.Graph.Initializer[0].FloatData.Add(1f), "initializer W holds data outside raw_data"),
        ["external data"] = (m => m.Graph.Initializer[0].DataLocation = 1, "initializer W holds data outside raw_data"),
        ["negative size"] = (m => m.Graph.Initializer[0].Dims[0] = -2, "initializer W has shape [-2, 3]"),
        ["nodes out of order"] = (Reverse, "node bias uses p, which is not made before"),
        ["node without name"] = (m => m.Graph.Node[0].Name = "", "a node has no name"),
        ["node name twice"] = (m => m.Graph.Node[1].Name = "product", "node product occurs twice"),
        ["unknown operator"] = (m => m.Graph.Node[0].OpType = "Matmul", "operator 'Matmul' is not known"),
        ["operator of a later opset"] = (m => { m.OpsetImport[0].Version = 17; m.Graph.Node[1].OpType = "Gelu"; }, "imported operator set"),
        ["operator of another domain"] = (m => m.Graph.Node[0].Domain = "com.microsoft", "node product is of domain com.microsoft"),
        ["input left out"] = (m => m.Graph.Node[0].Input.RemoveAt(1), "MatMul takes 2 to 2 inputs, not 1"),
        ["input too many"] = (m => m.Graph.Node[0].Input.Add("b"), "MatMul takes 2 to 2 inputs, not 3"),
        ["second output"] = (m => m.Graph.Node[0].Output.Add("q"), "MatMul has one output, not 2"),
        ["output twice"] = (m => m.Graph.Node[1].Output[0] = "p", "value p is made twice"),
        ["output named as an input"] = (m => m.Graph.Node[0].Output[0] = "x", "value x is made twice"),
        ["unknown attribute"] = (m => Attribute(m, new() { Name = "transA", I = 1, Type = AttributeType.Int }), "MatMul has no attribute transA"),
        ["attribute twice"] = (m => { Softmax(m); Attribute(m, Axis()); Attribute(m, Axis()); }, "attribute axis occurs twice"),
        ["attribute without type"] = (m => { Softmax(m); Attribute(m, new() { Name = "axis", I = -1 }); }, "attribute axis is not of type Int"),
        ["attribute of another type"] = (m => { Softmax(m); Attribute(m, new() { Name = "axis", F = 1, Type = AttributeType.Float }); }, "attribute axis is not of type Int"),
        ["attribute with two values"] = (m => { Softmax(m); var axis = Axis(); axis.F = 1; Attribute(m, axis); }, "attribute axis is not of type Int"),
        ["required attribute left out"] = (m => { Softmax(m); m.Graph.Node[0].OpType = "Cast"; }, "attribute to is absent"),
        ["shapes that do not multiply"] = (m => { m.Graph.Initializer[0].Dims.Clear(); m.Graph.Initializer[0].Dims.Add([3, 2]); }, "node product (MatMul): cannot multiply float [batch, 2] by float [3, 2]"),
        ["shapes that do not add"] = (m => Resize(m.Graph.Initializer[1], 2), "node bias (Add): axes 3 and 2 cannot be broadcast"),
        ["result of another shape"] = (m => Resize(m.Graph.Initializer[1], 1, 1, 3), "output y comes out as float [1, batch, 3], not float [batch, 3]"),
        ["weight that is not used"] = (m => m.Graph.Node[1].Input[1] = "p", "weight b is used 0 times, planned were 1"),
        ["weight that is used too often"] = (m => m.Graph.Node[1].Input[0] = "b", "weight b is used 2 times, planned were 1"),
        ["value that is not used"] = (m => m.Graph.Node[1].Input[0] = "b", "value p is not used"),
    };

    public static TheoryData<string> Cases => [.. _cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachFaultIsNamed(string what)
    {
        var model = Valid();
        _cases[what].Break(model);
        Assert.Contains(OnnxVerifier.Faults(model, Expectation()), fault => fault.Contains(_cases[what].Fault, StringComparison.Ordinal));
    }

    [Fact]
    public void AValidModelHasNoFault() => Assert.Empty(OnnxVerifier.Faults(Valid(), Expectation()));

    [Fact]
    public void AnOperatorOfALaterOpsetIsNamed()
    {
        var gelu = new NodeProto { Name = "g", OpType = "Gelu", Input = { "x" }, Output = { "y" } };
        Assert.Equal(["node g: Gelu needs opset 20, the model has 17"], NodeRules.Faults(gelu, 17));
    }

    [Fact]
    public void AllFaultsAreReportedAtOnce()
    {
        var model = Valid();
        model.Graph.Name = "";
        model.Graph.Node[0].OpType = "Matmul";
        var error = Assert.Throws<InvalidOperationException>(() => OnnxVerifier.ThrowIfInvalid(model, Expectation()));
        Assert.Contains("no name", error.Message);
        Assert.Contains("Matmul", error.Message);
    }

    private static ModelProto Valid()
    {
        var builder = new OnnxGraphBuilder();
        builder.Graph.Name = "g";
        builder.Graph.Input.Add(X.ToProto("x"));
        builder.Graph.Output.Add(Y.ToProto("y"));
        builder.Weight(new("W", [2, 3], [1, 2, 3, 4, 5, 6]));
        builder.Weight(new("b", [3], [1, 2, 3]));
        builder.Node("MatMul", "product", ["x", "W"]);
        builder.Node("Add", "bias", ["p", "b"]);
        builder.Graph.Node[0].Output[0] = "p";
        builder.Graph.Node[1].Output[0] = "y";
        return new ModelProto { IrVersion = 9, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 20 } }, Graph = builder.Graph };
    }

    private static OnnxType X => new(TensorProto.Types.DataType.Float, ["batch", 2]);

    private static OnnxType Y => new(TensorProto.Types.DataType.Float, ["batch", 3]);

    private static OnnxExpectation Expectation() =>
        new(20, [new("x", X)], [new("y", Y)], new Dictionary<string, int> { ["W"] = 1, ["b"] = 1 });

    private static StringStringEntryProto Entry(string key) => new() { Key = key, Value = "v" };

    private static AttributeProto Axis() => new() { Name = "axis", I = -1, Type = AttributeType.Int };

    private static void Attribute(ModelProto model, AttributeProto attribute) => model.Graph.Node[0].Attribute.Add(attribute);

    private static void Softmax(ModelProto model)
    {
        model.Graph.Node[0].OpType = "Softmax";
        model.Graph.Node[0].Input.RemoveAt(1);
    }

    private static void Reverse(ModelProto model)
    {
        var first = model.Graph.Node[0];
        model.Graph.Node.RemoveAt(0);
        model.Graph.Node.Add(first);
    }

    private static void Resize(TensorProto tensor, params long[] dims)
    {
        tensor.Dims.Clear();
        tensor.Dims.Add(dims);
        tensor.RawData = ByteString.CopyFrom(new byte[4 * dims.Aggregate((a, b) => a * b)]);
    }
}
