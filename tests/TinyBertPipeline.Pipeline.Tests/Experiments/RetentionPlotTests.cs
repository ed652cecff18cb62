using System.Xml.Linq;
using TinyBertPipeline.Pipeline.Experiments;
using static TinyBertPipeline.Pipeline.Tests.Experiments.ExperimentResultsTests;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

public sealed class RetentionPlotTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void EachStudentHasABarAsLongAsItsShare()
    {
        var picture = Draw(
            Result("en & de", "teacher", null, 1),
            Result("en & de", "none", "tiny-4x312", 1) with { Dev = 0.4 },
            Result("en & de", "full", "tiny-4x312", 1) with { Dev = 0.8 });

        var bars = picture.Elements(_svg + "rect").Where(bar => bar.Attribute("class") is null)
            .Select(bar => (double)bar.Attribute("width")!).ToArray();
        Assert.Equal(2, bars.Length);
        Assert.Equal(0.5, bars[0] / bars[1], 2);
        Assert.Contains("en & de, dev", Texts(picture));
        Assert.Contains("50.0 %", Texts(picture));
    }

    [Fact]
    public void TestScoresAreDrawnOnceAllStudentsHaveThem()
    {
        var teacher = Result("en", "teacher", null, 1) with { Test = 0.8 };
        var full = Result("en", "full", "tiny-4x312", 1) with { Test = 0.6 };

        Assert.Contains("en, test", Texts(Draw(teacher, full)));
        Assert.Contains("75.0 %", Texts(Draw(teacher, full)));
        Assert.Contains("en, dev", Texts(Draw(teacher, full, Result("en", "none", "tiny-4x312", 1))));
    }

    [Fact]
    public void WithoutStudentsThePictureIsEmpty() => Assert.Single(Draw(Result("en", "teacher", null, 1)).Elements(_svg + "rect"));

    private static XElement Draw(params ExperimentResult[] results) => XElement.Parse(RetentionPlot.Draw(results));

    private static IEnumerable<string> Texts(XElement picture) => picture.Elements(_svg + "text").Select(text => text.Value);
}
