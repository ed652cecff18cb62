using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

public sealed class OperatingPointFileTests
{
    private const string Published = """
        {
          "operating_points": {
            "default": {
              "biases": {
                "transition_bias_background_stay": -2.5,
                "transition_bias_background_to_start": 2.5,
                "transition_bias_inside_to_continue": 1,
                "transition_bias_inside_to_end": 0.0,
                "transition_bias_end_to_background": -1.0,
                "transition_bias_end_to_start": 0.5
              }
            }
          }
        }
        """;

    [Fact]
    public void AFileOfThePublishedFormIsRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("viterbi_calibration.json"), Published);
        var (name, point) = Assert.Single(OperatingPointFile.Read(folder.File("viterbi_calibration.json")));
        Assert.Equal("default", name);
        var expected = new OperatingPoint
        {
            BackgroundStay = -2.5,
            BackgroundToStart = 2.5,
            InsideToContinue = 1,
            EndToBackground = -1,
            EndToStart = 0.5,
        };
        Assert.Equal(expected, point);
    }

    [Fact]
    public void PointsComeBackAsTheyWereWrittenInTheirOrder()
    {
        using var folder = new TemporaryFolder();
        KeyValuePair<string, OperatingPoint>[] points =
        [
            new("recall-0.95", new() { BackgroundStay = -1d / 3, InsideToEnd = 1e-300 }),
            new("f1", new() { EndToStart = 12345.678901234567 }),
            new("precision-0.95", new()),
        ];
        OperatingPointFile.Write(folder.File("points.json"), points);
        Assert.Equal(points, OperatingPointFile.Read(folder.File("points.json")));
    }

    [Theory]
    [InlineData("{\"operating_points\": {}, \"_comment\": \"x\"}", "unknown key '_comment'")]
    [InlineData("{\"points\": {}}", "lacks 'operating_points'")]
    [InlineData("{\"operating_points\": []}", "'operating_points' is no object")]
    [InlineData("{\"operating_points\": {\"default\": 1}}", "operating point 'default' is no object")]
    [InlineData("{\"operating_points\": {\"default\": {\"bias\": {}}}}", "operating point 'default' lacks 'biases'")]
    [InlineData("{\"operating_points\": {\"strict\": {\"biases\": {}}}}", "'strict': biases lacks 'transition_bias_background_stay'")]
    public void AFileOfAnotherFormIsRefusedWithThePlace(string json, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("points.json"), json);
        var error = Assert.Throws<InvalidInputException>(() => OperatingPointFile.Read(folder.File("points.json")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(folder.File("points.json"), error.File);
    }

    [Theory]
    [InlineData("\"0.5\"")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("1e999")]
    public void ABiasThatIsNoNumberIsRefused(string value)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("points.json"), Published.Replace("-2.5", value, StringComparison.Ordinal));
        var error = Assert.Throws<InvalidInputException>(() => OperatingPointFile.Read(folder.File("points.json")));
        Assert.Contains("transition_bias_background_stay is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABiasThatIsNotFiniteIsNotWritten()
    {
        using var folder = new TemporaryFolder();
        var point = new OperatingPoint { EndToStart = double.NaN };
        Assert.Throws<ArgumentException>(() => OperatingPointFile.Write(folder.File("points.json"), [new("x", point)]));
        Assert.False(File.Exists(folder.File("points.json")));
    }
}
