using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Core.Tests.Configuration;

public sealed class OptionsFileTests
{
    [Fact]
    public void AConfigListsOnlyWhatDiffers()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("c.json", """{ "epochs": 7, /* why */ "inner": { "rate": 0.5 }, }""");
        var options = OptionsFile.Read<SampleOptions>(path);
        Assert.Equal(new SampleOptions { Epochs = 7, Inner = new InnerOptions { Rate = 0.5 } }, options);
    }

    [Theory]
    [InlineData("epochs=9", 9, 0.1, Shade.Dark)]
    [InlineData("inner.rate=2.5", 3, 2.5, Shade.Dark)]
    [InlineData("shade=light", 3, 0.1, Shade.Light)]
    public void SettingsOverrideOneKey(string setting, int epochs, double rate, Shade shade)
    {
        var options = OptionsFile.Read<SampleOptions>(null, [setting]);
        Assert.Equal((epochs, rate, shade), (options.Epochs, options.Inner.Rate, options.Shade));
    }

    [Theory]
    [InlineData("""{ "epoch": 1 }""", "unknown key epoch; did you mean epochs?")]
    [InlineData("""{ "inner": { "rat": 1 } }""", "unknown key inner.rat; did you mean rate?")]
    [InlineData("""{ "zzzzzzzz": 1 }""", "known are epochs, inner, name, shade")]
    [InlineData("""{ "epochs": "many" }""", "epochs: expected a whole number, found \"many\"")]
    [InlineData("""{ "epochs": 1.5 }""", "epochs: expected a whole number, found 1.5")]
    [InlineData("""{ "shade": "blue" }""", "shade: blue is none of dark, light")]
    [InlineData("""{ "inner": 3 }""", "inner: expected an object")]
    [InlineData("""{ "epochs": 1, "epochs": 2 }""", "not valid JSON")]
    [InlineData("""[1]""", "expected a JSON object")]
    [InlineData("""{ "epochs": """, "not valid JSON")]
    public void AFaultyConfigSaysWhatIsValid(string json, string message)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidInputException>(() => OptionsFile.Read<SampleOptions>(folder.Write("c.json", json)));
        Assert.Equal(InputKind.Configuration, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("c.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsAreReportedAtOnce()
    {
        var error = Assert.Throws<InvalidInputException>(() => OptionsFile.Read<SampleOptions>(null, ["epoch=1", "shade=blue", "nonsense"]));
        Assert.Contains("epochs", error.Message, StringComparison.Ordinal);
        Assert.Contains("blue", error.Message, StringComparison.Ordinal);
        Assert.Contains("KEY=VALUE", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "steps": [{ "rate": 1 }, { "rat": 2 }] }""", "unknown key steps[1].rat; did you mean rate?")]
    [InlineData("""{ "steps": [3] }""", "steps[0]: expected an object")]
    [InlineData("""{ "steps": 3 }""", "steps: expected a list, found 3")]
    public void AFaultInAListNamesItsPlace(string json, string message)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidInputException>(() => OptionsFile.Read<ListOptions>(folder.Write("c.json", json)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ResolvedOptionsReadBackAsTheSameRecord()
    {
        var options = new SampleOptions { Epochs = 2, Name = "小米", Shade = Shade.Light };
        Assert.Equal(options, OptionsFile.Bind<SampleOptions>(OptionsFile.ToJson(options).AsObject()));
    }

    public enum Shade
    {
        Dark,
        Light,
    }

    public sealed record ListOptions
    {
        public IReadOnlyList<InnerOptions> Steps { get; init; } = [];
    }

    public sealed record InnerOptions
    {
        public double Rate { get; init; } = 0.1;
    }

    public sealed record SampleOptions
    {
        public int Epochs { get; init; } = 3;

        public string? Name { get; init; }

        public Shade Shade { get; init; }

        public InnerOptions Inner { get; init; } = new();
    }
}
