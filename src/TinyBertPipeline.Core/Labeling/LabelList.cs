using System.Text;
using System.Text.Unicode;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Labeling;

/// <summary>Labels that a user gives for a model whose labels were never saved.</summary>
public static class LabelList
{
    private const int MostBytes = 1 << 24;

    /// <summary>Reads labels in the order of the logits.</summary>
    /// <param name="text">Labels parted by commas, as <c>O,B-PER,I-PER</c>; or the path of a file with a label a line.</param>
    /// <exception cref="InvalidInputException">The text is neither; an empty label is among them.</exception>
    public static IReadOnlyList<string> Parse(string text)
    {
        var isFile = File.Exists(text);
        if (!isFile && !text.Contains(',', StringComparison.Ordinal))
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"{UntrustedText.Quote(text)} is neither a file with a label a line nor labels parted by commas");
        }
        string[] labels = isFile ? ReadFile(text) : text.Split(',', StringSplitOptions.TrimEntries);
        if (isFile) labels = [.. labels.Reverse().SkipWhile(label => label.Length == 0).Reverse()];
        var empty = Array.IndexOf(labels, "");
        if (empty < 0) return labels;
        throw new InvalidInputException(InputKind.Configuration, isFile ? text : null, $"label {empty} is empty", isFile ? empty + 1 : null);
    }

    private static string[] ReadFile(string path)
    {
        var bytes = InputFile.ReadBytes(path, InputKind.Configuration, MostBytes);
        if (!Utf8.IsValid(bytes)) throw new InvalidInputException(InputKind.Configuration, path, "not UTF-8; expected a label a line");
        return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n', StringSplitOptions.TrimEntries);
    }
}
