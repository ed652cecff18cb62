using TinyBertPipeline.Core;
using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests.OpenVinoIr;

public sealed class InputShapeTests
{
    [Theory]
    [InlineData("[1,128]", "[1,128]")]
    [InlineData("1,128", "[1,128]")]
    [InlineData(" [ 1 , 128 ] ", "[1,128]")]
    [InlineData("[?,128]", "[?,128]")]
    [InlineData("[1,-1]", "[1,?]")]      // as the IR writes a dynamic axis
    public void AShapeIsReadAsConvertersTakeIt(string text, string expected) => Assert.Equal(expected, InputShape.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("128")]
    [InlineData("[1,128")]
    [InlineData("[1,128,3]")]
    [InlineData("[0,128]")]
    [InlineData("[1,-2]")]
    [InlineData("[1,1.5]")]
    [InlineData("[1,99999999999]")]
    [InlineData("[a,b]")]
    public void AnythingElseIsRefusedWithTheForm(string text)
    {
        var error = Assert.Throws<InvalidInputException>(() => InputShape.Parse(text));
        Assert.Equal(InputKind.Configuration, error.Kind);
        Assert.Contains("[BATCH,LENGTH]", error.Message);
    }
}
