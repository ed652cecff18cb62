using System.Globalization;
using System.Security;
using System.Text;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>Draws the shares that students keep as bars, on test where all have been scored on it, else on dev.</summary>
internal static class RetentionPlot
{
    private const int Left = 230;
    private const int BarWidth = 420;
    private const int Right = 80;
    private const int Line = 22;
    private const int Top = 34;
    private const double Goal = 0.98;

    /// <summary>The picture as SVG.</summary>
    public static string Draw(IReadOnlyList<ExperimentResult> results)
    {
        var sets = RetentionGroup.Of(results).Where(group => group.Variant != ExperimentVariant.Teacher && !double.IsNaN(group.DevKept))
            .GroupBy(group => group.Dataset).ToArray();
        var shares = sets.SelectMany(set => set).SelectMany(group => new[] { group.DevKept, group.TestKept }).Where(share => !double.IsNaN(share));
        var scale = BarWidth / shares.Append(1.05).Max();
        var body = new StringBuilder();
        var y = Top;
        foreach (var set in sets)
        {
            var onTest = set.All(group => !double.IsNaN(group.TestKept));
            body.Append(Text(10, y, $"{set.Key}, {(onTest ? "test" : "dev")}", "heading"));
            y += Line;
            foreach (var group in set)
            {
                body.Append(Bar(y, $"{group.Variant} {group.Student}", onTest ? group.TestKept : group.DevKept, scale));
                y += Line;
            }
            y += Line / 2;
        }
        return Frame(y, Left + Goal * scale, body);
    }

    private static string Bar(int y, string name, double share, double scale) =>
        Text(20, y, name, "name")
        + string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y - 13}\" width=\"{share * scale:F1}\" height=\"16\"/>\n")
        + Text(Left + (int)(share * scale) + 5, y, string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %"), "value");

    private static string Text(int x, int y, string text, string style) =>
        string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" class=\"{style}\">{SecurityElement.Escape(text)}</text>\n");

    private static string Frame(int height, double goal, StringBuilder body) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{Left + BarWidth + Right}" height="{height + 10}"
             font-family="sans-serif" font-size="12">
        <style>rect {"{"} fill: #4878a8 {"}"} .heading {"{"} font-weight: bold {"}"} .paper {"{"} fill: white {"}"}</style>
        <rect class="paper" width="100%" height="100%"/>
        <text x="10" y="14">Share of the teacher's score that the student keeps; the line is at {100 * Goal:F0} %</text>
        {body}<line x1="{goal:F1}" y1="22" x2="{goal:F1}" y2="{height}" stroke="#c04040" stroke-dasharray="4 3"/>
        </svg>

        """);
}
