using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Binding;

public sealed class PartialShapeTests
{
    [Fact]
    public void ShapesAreWrittenAsOpenVinoWritesThem()
    {
        Assert.Equal("[?,1..512,3]", new PartialShape(Dimension.Dynamic, new Dimension(1, 512), 3).ToString());
        Assert.Equal("[?,4..]", new PartialShape(-1, new Dimension(4, -1)).ToString());
        Assert.Equal("[...]", PartialShape.OfAnyRank.ToString());
        Assert.Equal("[2,3]", new Shape(2, 3).ToString());
        Assert.Equal("[]", new Shape().ToString());
    }

    [Theory]
    [InlineData(1, 5, true)]
    [InlineData(9, 512, true)]
    [InlineData(1, 513, false)]
    [InlineData(1, 0, false)]
    public void OpenDimensionsAcceptWhatTheirBoundsAllow(long rows, long length, bool accepted) =>
        Assert.Equal(accepted, new PartialShape(-1, new Dimension(1, 512)).Accepts(rows, length));

    [Fact]
    public void TheRankMustFitUnlessItIsOpen()
    {
        Assert.False(new PartialShape(-1, -1).Accepts(1));
        Assert.True(PartialShape.OfAnyRank.Accepts(1, 2, 3));
        Assert.True(PartialShape.OfAnyRank.IsDynamic);
        Assert.False(new PartialShape(1, 2).IsDynamic);
    }

    [Fact]
    public void EqualShapesAreEqual()
    {
        Assert.Equal(new PartialShape(1, -1), new PartialShape(1, Dimension.Dynamic));
        Assert.Equal(new PartialShape(1, -1).GetHashCode(), new PartialShape(1, Dimension.Dynamic).GetHashCode());
        Assert.NotEqual(new PartialShape(1, -1), new PartialShape(1, 2));
        Assert.NotEqual(PartialShape.OfAnyRank, new PartialShape());
        Assert.Equal(new Shape(2, 3), new Shape(2, 3));
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
        Assert.Equal(6, new Shape(2, 3).ElementCount);
    }
}
