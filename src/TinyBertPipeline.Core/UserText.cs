using System.Globalization;

namespace TinyBertPipeline.Core;

/// <summary>
/// Text of the user's data in messages. Messages go to logs, which others read than those who may read the data: they name file and line, and
/// quote text only where the host of the program has said so.
/// </summary>
public static class UserText
{
    /// <summary>Whether messages quote text of the data; one choice for the process, made at its start.</summary>
    public static bool IsShown { get; set; }

    /// <summary>Whether a text was left out of a message that was made.</summary>
    public static bool WasHidden { get; private set; }

    /// <summary>The text in quotation marks, or how long it is.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        if (IsShown) return UntrustedText.Quote(text.ToString());
        WasHidden = true;
        return string.Create(CultureInfo.InvariantCulture, $"[{text.Length} characters]");
    }
}
