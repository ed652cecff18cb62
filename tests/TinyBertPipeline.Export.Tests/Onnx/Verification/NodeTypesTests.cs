using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Onnx.Types;
using TinyBertPipeline.Export.Onnx.Verification;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Tests.Onnx.Verification;

public sealed class NodeTypesTests
{
    [Theory]
    // broadcasting
    [InlineData("Add", "float[B,T,8] float[8]", "float [B, T, 8]")]
    [InlineData("Add", "float[B,T,8] float[1,T,8]", "float [B, T, 8]")]
    [InlineData("Mul", "float[1,3] float[2,1]", "float [2, 3]")]
    [InlineData("Sub", "float[] float[B,1,1,T]", "float [B, 1, 1, T]")]
    [InlineData("Div", "float[B] float[T]", "float [?]")]
    [InlineData("Add", "float[2] float[3]", "axes 2 and 3 cannot be broadcast")]
    [InlineData("Add", "float[2] int64[2]", "element types Float and Int64 differ")]
    // products
    [InlineData("MatMul", "float[B,T,8] float[8,4]", "float [B, T, 4]")]
    [InlineData("MatMul", "float[B,2,T,4] float[B,2,4,T]", "float [B, 2, T, T]")]
    [InlineData("MatMul", "float[B,T,8] float[7,4]", "cannot multiply")]
    [InlineData("MatMul", "float[8] float[8,4]", "cannot multiply")]
    // rows of a table
    [InlineData("Gather", "float[20,8] int64[B,T]", "float [B, T, 8]")]
    [InlineData("Gather", "float[20,8] float[B,T]", "indices are float [B, T]")]
    // shapes as values
    [InlineData("Shape", "int64[B,T]", "int64 [2] = B, T")]
    [InlineData("Reshape", "float[B,T,8] int64=0,0,2,4", "float [B, T, 2, 4]")]
    [InlineData("Reshape", "float[B,T,8] int64=0,-1", "float [B, ?]")]
    [InlineData("Reshape", "float[B,T,8] int64=0,0,2,5", "cannot be reshaped to [B, T, 2, 5]")]
    [InlineData("Reshape", "float[B,T,8] int64=0,0,8,0", "axis 3 of float [B, T, 8] cannot be copied")]
    [InlineData("Unsqueeze", "int64[B,T] int64=1,2", "int64 [B, 1, 1, T]")]
    [InlineData("Unsqueeze", "int64[B,T] int64=-1", "int64 [B, T, 1]")]
    [InlineData("Unsqueeze", "int64[B,T] int64=4", "axis 4 is not one of 3 axes")]
    // parts
    [InlineData("Slice", "float[1,16,8] int64=0 int64=T int64=1", "float [1, T, 8]")]
    [InlineData("Slice", "float[1,16,8] int64=2 int64=-1 int64=1", "float [1, 13, 8]")]
    [InlineData("Slice", "float[1,16,8] int64=0 int64=100 int64=1", "float [1, 16, 8]")]
    [InlineData("Slice", "float[1,16,8] int64=0 int64=4 int64=5", "axis 5 is not one of 3 axes")]
    [InlineData("Concat", "float[2,B] float[3,B]", "float [5, B]")]
    [InlineData("Concat", "float[2,B] float[T,B]", "float [?, B]")]
    [InlineData("Concat", "float[2,3] float[2,4]", "float [2, 4] does not fit beside float [2, 3]")]
    [InlineData("Squeeze", "float[B,1,T] int64=1", "float [B, T]")]
    [InlineData("Squeeze", "float[B,2,T] int64=1", "an axis of float [B, 2, T] that is to go is not of size 1")]
    [InlineData("ReduceSum", "int64[B,T] int64=1", "int64 [B, 1]")]
    [InlineData("ReduceSum", "int64[B,T]", "int64 [1, 1]")]
    [InlineData("ReduceSum", "int64[B,T] int64=2", "axis 2 is not one of 2 axes")]
    // order of axes
    [InlineData("Transpose", "float[B,T,2]", "float [2, T, B]")]
    [InlineData("ReverseSequence", "float[T,B,8] int64[B]", "float [T, B, 8]")]
    [InlineData("ReverseSequence", "float[T,B,8] int64[T]", "an input is int64 [T], not int64 [B]")]
    // element by element
    [InlineData("Softmax", "float[B,T]", "float [B, T]")]
    [InlineData("LayerNormalization", "float[B,T,8] float[8] float[8]", "float [B, T, 8]")]
    [InlineData("LayerNormalization", "float[B,T,8] float[8] float[9]", "scale or bias float [9] does not fit")]
    [InlineData("LayerNormalization", "float[] float[8] float[8]", "scale or bias float [8] does not fit")]
    // 8 bits
    [InlineData("QuantizeLinear", "float[B,T,8] float[] uint8[]", "uint8 [B, T, 8]")]
    [InlineData("QuantizeLinear", "float[B,8] float[8] int8[8]", "int8 [B, 8]")]
    [InlineData("QuantizeLinear", "float[B,8] float[]", "uint8 [B, 8]")]
    [InlineData("QuantizeLinear", "float[B,8] float[7] int8[7]", "scale float [7] does not fit")]
    [InlineData("QuantizeLinear", "float[B,8] float[8] int8[]", "zero point int8 [] does not fit scale")]
    [InlineData("QuantizeLinear", "float[B,8] float[] float[]", "quantized values are float")]
    [InlineData("QuantizeLinear", "int64[B,8] float[] int8[]", "int64 [B, 8] cannot be quantized")]
    [InlineData("DequantizeLinear", "int8[4,8] float[8] int8[8]", "float [4, 8]")]
    [InlineData("DequantizeLinear", "int8[4,8] float[4]", "scale float [4] does not fit")]
    [InlineData("DequantizeLinear", "int8[4,8] float[8] uint8[8]", "zero point uint8 [8] does not fit")]
    [InlineData("DequantizeLinear", "int64[4,8] float[8]", "quantized values are int64")]
    [InlineData("DequantizeLinear", "int8[4,8] int64[8]", "scale int64 [8] does not fit")]
    // nothing known
    [InlineData("Einsum", "float[2] float[2]", "null")]
    [InlineData("Add", "float[2]", "null")]
    public void TheOutputsTypeFollowsFromTheInputs(string operatorType, string inputs, string expected)
    {
        var node = new NodeProto { OpType = operatorType };
        OnnxType[] types = [.. inputs.Split(' ').Select(Parse)];
        string found;
        try
        {
            found = NodeTypes.Infer(node, types) is { } type ? Describe(type) : "null";
        }
        catch (ShapeMismatchException e)
        {
            found = e.Message;
        }
        Assert.Contains(expected, found);
    }

    [Fact]
    public void ShapesOfMoreAxesThanAnyModelHasAreNotFollowed()
    {
        var deep = new OnnxType(DataType.Int64, new OnnxDimension[40]);
        var gathered = NodeTypes.Infer(new NodeProto { OpType = "Gather" }, [deep, deep]);
        Assert.Null(gathered!.Shape);
    }

    // "float[B,8]": a type; "int64=0,T": a vector with these elements
    private static OnnxType Parse(string text)
    {
        var split = text.IndexOfAny(['[', '=']);
        var element = Enum.Parse<DataType>(text[..split], ignoreCase: true);
        OnnxDimension[] parts = [.. text[(split + 1)..].TrimEnd(']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Dimension)];
        return text[split] == '[' ? new(element, parts) : new OnnxType(element, [parts.Length]) { Integers = parts };
    }

    private static OnnxDimension Dimension(string text) => long.TryParse(text, out var size) ? size : text;

    private static string Describe(OnnxType type) => type.Integers is { } values ? $"{type} = {string.Join(", ", values)}" : type.ToString();
}
