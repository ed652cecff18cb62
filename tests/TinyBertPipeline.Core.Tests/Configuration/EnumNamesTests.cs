using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Core.Tests.Configuration;

public sealed class EnumNamesTests
{
    private enum Loss
    {
        Joint,
        TwoParts,
        [JsonStringEnumMemberName("none")]
        LabelsOnly,
    }

    private sealed record Options
    {
        public Loss Loss { get; init; }
    }

    [Theory]
    [InlineData("joint", nameof(Loss.Joint))]
    [InlineData("twoParts", nameof(Loss.TwoParts))]
    [InlineData("none", nameof(Loss.LabelsOnly))]
    public void ConfigsAreWrittenAndReadByThem(string name, string value)
    {
        var options = OptionsFile.Bind<Options>(new JsonObject { ["loss"] = name });
        Assert.Equal(value, options.Loss.ToString());
        Assert.Equal(name, EnumNames.Of(options.Loss));
        Assert.Equal(name, (string?)OptionsFile.ToJson(options)["loss"]);
    }

    [Fact]
    public void AnotherNameIsToldThem()
    {
        var fault = Assert.Throws<InvalidInputException>(() => OptionsFile.Bind<Options>(new JsonObject { ["loss"] = "labelsOnly" }));
        Assert.Contains("loss: labelsOnly is none of joint, twoParts, none", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueWithoutANameIsRefused() => Assert.Throws<ArgumentException>(() => EnumNames.Of((Loss)7));
}
