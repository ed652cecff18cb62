using System.Globalization;
using System.Text.RegularExpressions;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Reports.Html;

namespace TinyBertPipeline.Core.Tests.Reports.Html;

public sealed partial class HtmlPageTests
{
    private static readonly string _page = HtmlPage.Render("A <b> page", [new("Command", "x --html \"y\"")], new Report()
        .Heading("Scores & more").Table(new ReportTable("type", ReportColumn.Percent("F1")) { Caption = "C" }.Add("<script>alert(1)</script>", 0.5))
        .Text("two\nlines").Code("a < b").Figure("x.svg", "a picture", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .Heading("Sentences").Spans(new ReportSpans("line 7", ["Ann", "saw", "Oslo\u202E"],
            [new SpanRow("gold", [new ReportSpan(0, 0, "PER", true)]), new SpanRow("predicted", [new ReportSpan(0, 1, "PER", false)])]))
        .Chart(new ReportChart("Curve", "step", "score", [new("dev", [(0, 0.5), (10, 0.75)]), new("ideal", [(0, 0), (10, 1)]) { IsGuide = true }])));

    [Fact]
    public void NothingIsFetchedAndNothingRuns()
    {
        Assert.DoesNotContain("<script", _page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=\"(?!#|data:)", _page);
        Assert.DoesNotMatch(" on[a-z]+=", _page);
        Assert.DoesNotContain("@import", _page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"url\(", _page);
        Assert.Contains("default-src 'none'", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void TextOfStrangersIsText()
    {
        Assert.Contains("<title>A &lt;b&gt; page</title>", _page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", _page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void SectionsAreReachedFromTheContentsAndTablesAndPicturesHaveNames()
    {
        Assert.Contains("<li><a href=\"#s1\">Scores &amp; more</a></li>", _page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"s2\" tabindex=\"-1\">Sentences</h2>", _page, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(_page, "<table"), Regex.Count(_page, "<caption>"));
        Assert.Equal(Regex.Count(_page, "<section"), Regex.Count(_page, "</section>"));
        Assert.Contains("role=\"img\" aria-label=\"Curve: score by step\"", _page, StringComparison.Ordinal);
        Assert.Contains("alt=\"a picture\"", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void SpansAreMarkedByWordsAndNotByColourAlone()
    {
        Assert.Contains("<mark class=\"right\">Ann <b>PER</b><span class=\"sign\">✓<i> right</i></span></mark> saw", _page, StringComparison.Ordinal);
        Assert.Contains("<mark class=\"wrong\">Ann saw <b>PER</b><span class=\"sign\">✗<i> wrong</i></span></mark>", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTextHasContrastInLightDarkAndPrint()
    {
        var palettes = PaletteRule().Matches(_page).Select(match => match.Groups[1].Value.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(rule => rule.Trim().Split(':')).ToDictionary(rule => rule[0], rule => rule[1])).ToArray();
        Assert.Equal(3, palettes.Length);
        foreach (var palette in palettes)
        {
            foreach (var (text, ground) in new[]
            {
                ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("ink", "fill"), ("ink", "rightFill"), ("ink", "wrongFill"),
                ("right", "rightFill"), ("wrong", "wrongFill"), ("k0", "paper"), ("k1", "paper"), ("k2", "paper"), ("k3", "paper"),
            })
            {
                var contrast = Contrast(palette["--" + text], palette["--" + ground]);
                Assert.True(contrast >= 4.5, string.Create(CultureInfo.InvariantCulture, $"{text} on {ground}: {contrast:0.00}"));
            }
        }
    }

    [Fact]
    public void TheSameReportIsTextElsewhere()
    {
        var text = MarkdownReport.Render(new Report().Spans(new ReportSpans("line 7", ["Ann", "saw"],
            [new SpanRow("gold", [new ReportSpan(0, 0, "PER", true)]), new SpanRow("predicted", [new ReportSpan(0, 1, "LOC", false)])]))
            .Chart(new ReportChart("Curve", "step", "score", [new("dev", [(0, 0.5)])])));
        Assert.Contains("gold       [Ann PER] saw\npredicted  [Ann saw LOC!]", text, StringComparison.Ordinal);
        Assert.Contains("| 0 | 0.5 |", text, StringComparison.Ordinal);
    }

    // Contrast of WCAG 2: relative luminances of sRGB colours.
    private static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var digits = colour.Length == 4 ? string.Concat(colour[1..].Select(digit => $"{digit}{digit}")) : colour[1..];
        double[] channels = [.. Enumerable.Range(0, 3).Select(i => Convert.ToInt32(digits.Substring(2 * i, 2), 16) / 255.0)
            .Select(channel => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4))];
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    }

    [GeneratedRegex(@"(--paper:[^}]*)\}")]
    private static partial Regex PaletteRule();
}
