using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Reports.Html;

/// <summary>
/// A report as one HTML file: its pictures are in it, nothing is fetched, nothing runs. It is readable in light and dark, on paper, by
/// keyboard and by screen readers.
/// </summary>
public static class HtmlPage
{
    /// <summary>The whole page.</summary>
    /// <param name="title">What it is about.</param>
    /// <param name="facts">How it came about, a line each: command, date, machine.</param>
    /// <param name="report">What it shows; each heading begins a section.</param>
    public static string Render(string title, IReadOnlyList<KeyValuePair<string, string>> facts, Report report)
    {
        var (body, contents, sections) = (new StringBuilder(), new StringBuilder(), 0);
        foreach (var block in report.Blocks)
        {
            if (block is ReportHeading heading)
            {
                if (sections > 0) body.Append("</section>\n");
                sections++;
                contents.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#s{sections}\">{HtmlText.Escape(heading.Text)}</a></li>\n");
                body.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"s{sections}\">\n<h2 id=\"s{sections}\" tabindex=\"-1\">{HtmlText.Escape(heading.Text)}</h2>\n");
            }
            else
            {
                body.Append(HtmlBlocks.Render(block));
            }
        }
        if (sections > 0) body.Append("</section>\n");
        var lines = string.Concat(facts.Select(fact => $"<dt>{HtmlText.Escape(fact.Key)}</dt><dd>{HtmlText.Escape(fact.Value)}</dd>\n"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <title>{HtmlText.Escape(title)}</title>
            <style>
            {HtmlStyle.Sheet}</style>
            </head>
            <body>
            <a class="skip" href="#main">To the content</a>
            <header>
            <h1>{HtmlText.Escape(title)}</h1>
            <dl>
            {lines}</dl>
            </header>
            <nav aria-label="Contents">
            <ul>
            {contents}</ul>
            </nav>
            <main id="main" tabindex="-1">
            {body}</main>
            </body>
            </html>

            """;
    }
}
