using System.Text;

namespace TinyBertPipeline.Core.Reports.Html;

/// <summary>Text of strangers on its way into a page.</summary>
internal static class HtmlText
{
    /// <summary>The text without characters that the page or its reader would obey.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var unit in UntrustedText.Visible(text))
        {
            escaped.Append(unit switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => unit.ToString(),
            });
        }
        return escaped.ToString();
    }
}
