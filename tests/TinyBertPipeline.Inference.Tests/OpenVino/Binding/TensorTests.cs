using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Binding;

public sealed class TensorTests
{
    public TensorTests() => OpenVinoRuntime.Require();

    [Fact]
    public void ValuesGoInAndComeOutForEveryNumberType()
    {
        Check<float>(ElementType.F32, [1, 2, 3, 4, 5, 6]);
        Check<double>(ElementType.F64, [1, 2, 3, 4, 5, 6]);
        Check(ElementType.F16, [(Half)1, (Half)2, (Half)3, (Half)4, (Half)5, (Half)6]);
        Check<long>(ElementType.I64, [1, 2, 3, 4, 5, long.MaxValue]);
        Check<int>(ElementType.I32, [1, 2, 3, 4, 5, -6]);
        Check<short>(ElementType.I16, [1, 2, 3, 4, 5, -6]);
        Check<sbyte>(ElementType.I8, [1, 2, 3, 4, 5, -6]);
        Check<byte>(ElementType.U8, [1, 2, 3, 4, 5, 255]);
    }

    [Fact]
    public void AScalarHasOneElement()
    {
        using var scalar = Tensor.FromArray<float>(new Shape(), [2.5f]);
        Assert.Empty(scalar.Shape);
        Assert.Equal([2.5f], scalar.Data<float>().ToArray());
    }

    [Fact]
    public void AShapeCanGrowAndShrink()
    {
        using var tensor = new Tensor(ElementType.I64, new Shape(1, 1));
        tensor.Shape = new Shape(20, 30);
        Assert.Equal(600, tensor.Data<long>().Length);
        tensor.Shape = new Shape(2, 3);
        Assert.Equal((new Shape(2, 3), 48L), (tensor.Shape, tensor.ByteSize));
    }

    [Fact]
    public void WrongTypesAndCountsAreTheCallersBug()
    {
        using var tensor = new Tensor(ElementType.I64, new Shape(2));
        Assert.Throws<InvalidOperationException>(() => tensor.Data<float>().Length);
        Assert.Throws<ArgumentException>(() => tensor.Data<char>().Length);
        Assert.Throws<ArgumentException>(() => Tensor.FromArray<float>(new Shape(2, 2), [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, -1));
    }

    private static void Check<T>(ElementType type, T[] values)
        where T : unmanaged
    {
        using var tensor = Tensor.FromArray<T>(new Shape(2, 3), values);
        Assert.Equal(type, tensor.ElementType);
        Assert.Equal(new Shape(2, 3), tensor.Shape);
        Assert.Equal(values, tensor.Data<T>().ToArray());
    }
}
