using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Core.Tests.Configuration;

public sealed class OptionsPathTests
{
    [Theory]
    [InlineData("demo", true)]
    [InlineData("zh-resume 2", true)]
    [InlineData("北京", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData(".hidden", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a:b", false)]
    [InlineData("a\u0007b", false)]
    [InlineData("a\u001b[31mb", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u202eb", false)]      // turns the direction of what follows
    [InlineData("a.", false)]            // Windows takes the end off
    public void ANameIsThatOfAFileOnEverySystem(string? name, bool expected) => Assert.Equal(expected, OptionsPath.IsFileName(name));
}
