using System.Globalization;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>A character that got no piece.</summary>
/// <param name="Text">The character.</param>
/// <param name="Count">How often it stands in the text.</param>
public sealed record DroppedCharacter(string Text, long Count)
{
    /// <summary>Its code point as in U+00E9.</summary>
    public string CodePoint => "U+" + char.ConvertToUtf32(Text, 0).ToString("X4", CultureInfo.InvariantCulture);
}
