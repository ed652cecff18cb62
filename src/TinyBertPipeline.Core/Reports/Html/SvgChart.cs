using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Reports.Html;

/// <summary>A chart as SVG within a page, which has the colours.</summary>
internal static class SvgChart
{
    /// <summary>How many lines can be told apart.</summary>
    public const int Styles = 4;

    private const double Width = 640, Height = 320, Left = 64, Right = 16, Top = 12, Bottom = 44;
    private const int Ticks = 5;

    private static readonly string[] _dashes = ["", "7 4", "2 3", "10 3 2 3"];

    /// <summary>The picture.</summary>
    public static string Draw(ReportChart chart)
    {
        var points = chart.Lines.SelectMany(line => line.Points).ToArray();
        var (left, right) = chart.Range ?? Ends(points.Select(point => point.X));
        var (low, high) = chart.Range ?? Ends(points.Select(point => point.Y));
        double X(double value) => Left + (Width - Left - Right) * (value - left) / (right - left);
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (value - low) / (high - low);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{HtmlText.Escape(chart.Title)}: "
            + $"{HtmlText.Escape(chart.Up)} by {HtmlText.Escape(chart.Across)}\">\n");
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var (x, y) = (left + (right - left) * tick / Ticks, low + (high - low) * tick / Ticks);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" y1=\"{Y(y):0.#}\" x2=\"{Width - Right}\" y2=\"{Y(y):0.#}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Y(y) + 4:0.#}\" text-anchor=\"end\">{y:0.###}</text>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{X(x):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{x:0.###}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{HtmlText.Escape(chart.Across)}</text>\n");
        foreach (var line in chart.Lines.Where(line => line.IsGuide)) svg.Append(Path(line, "guide", "3 4", X, Y));
        foreach (var (index, line) in chart.Lines.Where(line => !line.IsGuide).Index())
        {
            svg.Append(Path(line, $"k{index % Styles}", _dashes[index % Styles], X, Y));
            foreach (var (x, y) in line.Points)
                svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"k{index % Styles}\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"3\"/>");
            svg.Append('\n');
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>A short piece of a line, to explain it.</summary>
    public static string Sample(int index) => $"<svg viewBox=\"0 0 34 10\" class=\"sample\" aria-hidden=\"true\">"
        + $"<path class=\"k{index % Styles}\" d=\"M1 5H33\" stroke-dasharray=\"{_dashes[index % Styles]}\"/></svg>";

    private static string Path(ReportLine line, string style, string dashes, Func<double, double> x, Func<double, double> y) =>
        $"<path class=\"{style}\" stroke-dasharray=\"{dashes}\" d=\"M"
        + string.Join('L', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x(point.X):0.#} {y(point.Y):0.#}"))) + "\"/>\n";

    private static (double From, double To) Ends(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        if (all.Length == 0) return (0, 1);
        var (least, most) = (all.Min(), all.Max());
        return most > least ? (least, most) : (least - 0.5, most + 0.5);
    }
}
