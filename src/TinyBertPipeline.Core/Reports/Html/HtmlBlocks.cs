using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Reports.Html;

/// <summary>The parts of a report as parts of a page.</summary>
internal static class HtmlBlocks
{
    private const double DarkestShade = 35;

    public static string Render(ReportBlock block) => block switch
    {
        ReportText text => $"<p>{string.Join("<br>\n", text.Text.TrimEnd('\n').Split('\n').Select(HtmlText.Escape))}</p>\n",
        ReportCode code => $"<pre tabindex=\"0\">{HtmlText.Escape(code.Text.TrimEnd('\n'))}</pre>\n",
        ReportFigure { Picture: { } picture } figure => $"<figure><img alt=\"{HtmlText.Escape(figure.Description)}\" src=\"data:image/svg+xml;base64,"
            + $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(picture))}\"></figure>\n",
        ReportFigure figure => $"<p>{HtmlText.Escape(figure.Description)}: {HtmlText.Escape(figure.Path)}</p>\n",
        ReportTable table => Table(table),
        ReportSpans spans => Spans(spans),
        ReportChart chart => Chart(chart),
        _ => throw new ArgumentException($"there is no form for a {block.GetType().Name}"),
    };

    private static string Table(ReportTable table)
    {
        var (html, columns) = (new StringBuilder(), table.ToText());
        var caption = HtmlText.Escape(table.Caption);
        html.Append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"").Append(caption.Length > 0 ? caption : "Table").Append("\">\n<table>\n");
        if (caption.Length > 0) html.Append("<caption>").Append(caption).Append("</caption>\n");
        html.Append("<thead><tr>");
        foreach (var (header, isNumeric, _) in columns)
            html.Append("<th scope=\"col\"").Append(isNumeric ? " class=\"n\">" : ">").Append(HtmlText.Escape(header)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        var largest = table.IsShaded ? table.Rows.SelectMany(row => row).OfType<int>().DefaultIfEmpty().Max() : 0;
        int[] shown = [.. table.Columns.Index().Where(column => column.Item.IsShown).Select(column => column.Index)];
        for (var row = 0; row < table.Rows.Count; row++)
        {
            html.Append("<tr>");
            foreach (var (column, (_, isNumeric, cells)) in columns.Index())
            {
                var cell = HtmlText.Escape(cells[row]);
                if (column == 0 && !isNumeric) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"row\">{cell}</th>");
                else html.Append(CultureInfo.InvariantCulture, $"<td{(isNumeric ? " class=\"n\"" : "")}{Shade(table.Rows[row][shown[column]], largest)}>{cell}</td>");
            }
            html.Append("</tr>\n");
        }
        return html.Append("</tbody>\n</table>\n</div>\n").ToString();
    }

    private static string Shade(object? cell, int largest) => largest > 0 && cell is int count and > 0
        ? string.Create(CultureInfo.InvariantCulture, $" style=\"--shade:{2 + (DarkestShade - 2) * Math.Sqrt((double)count / largest):0.#}%\"") : "";

    private static string Spans(ReportSpans spans)
    {
        var html = new StringBuilder("<article class=\"sentence\">\n<h3>").Append(HtmlText.Escape(spans.Caption)).Append("</h3>\n<dl>\n");
        foreach (var row in spans.Rows)
        {
            html.Append("<dt>").Append(HtmlText.Escape(row.Name)).Append("</dt><dd>");
            for (var word = 0; word < spans.Words.Count; word++)
            {
                if (word > 0) html.Append(' ');
                if (row.Spans.FirstOrDefault(span => span.Start == word) is { } starting)
                    html.Append(CultureInfo.InvariantCulture, $"<mark class=\"{(starting.IsRight ? "right" : "wrong")}\">");
                html.Append(HtmlText.Escape(spans.Words[word]));
                if (row.Spans.FirstOrDefault(span => span.End == word) is { } ending)
                    html.Append(CultureInfo.InvariantCulture, $" <b>{HtmlText.Escape(ending.Name)}</b><span class=\"sign\">{(ending.IsRight ? "✓<i> right</i>" : "✗<i> wrong</i>")}</span></mark>");
            }
            html.Append("</dd>\n");
        }
        return html.Append("</dl>\n</article>\n").ToString();
    }

    private static string Chart(ReportChart chart)
    {
        var title = HtmlText.Escape(chart.Title);
        var names = string.Concat(chart.Lines.Where(line => !line.IsGuide).Select(
            (line, index) => $"<li class=\"k{index % SvgChart.Styles}\">{SvgChart.Sample(index)}{HtmlText.Escape(line.Name)}</li>"));
        return $"<figure>\n<figcaption>{title}</figcaption>\n{SvgChart.Draw(chart)}<ul class=\"key\">{names}</ul>\n"
            + $"<details><summary>The figures of “{title}”</summary>\n{Table(chart.ToTable() with { Caption = chart.Title })}</details>\n</figure>\n";
    }
}
