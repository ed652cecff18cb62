using System.Globalization;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>The sizes of a student.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Width of the hidden states; a multiple of <paramref name="Heads"/>.</param>
/// <param name="Heads">Attention heads of a layer.</param>
/// <param name="IntermediateSize">Feed-forward neurons of a layer.</param>
public sealed record StudentSize(int Layers, int HiddenSize, int Heads, int IntermediateSize)
{
    /// <summary>The presets by name.</summary>
    public static IReadOnlyDictionary<string, StudentSize> Presets { get; } = new Dictionary<string, StudentSize>(StringComparer.Ordinal)
    {
        ["tiny-4x312"] = new(4, 312, 12, 1200),
        ["small-6x384"] = new(6, 384, 12, 1536),
        ["mini-3x240"] = new(3, 240, 12, 960),
        ["mini-2x240"] = new(2, 240, 12, 960),
        ["mini-2x128"] = new(2, 128, 4, 512),
    };

    /// <summary>A preset by name, or sizes given as <c>layers,hidden,heads,intermediate</c>.</summary>
    /// <exception cref="InvalidInputException">Neither a preset nor four positive numbers with heads dividing hidden.</exception>
    public static StudentSize Parse(string text)
    {
        if (Presets.TryGetValue(text, out var preset)) return preset;
        var parts = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        if (parts.ToArray() is [> 0 and var layers, > 0 and var hidden, > 0 and var heads, > 0 and var intermediate] && hidden % heads == 0)
            return new StudentSize(layers, hidden, heads, intermediate);
        throw new InvalidInputException(InputKind.Configuration, null,
            $"student '{text}' is unknown: expected {string.Join(", ", Presets.Keys)}, or layers,hidden,heads,intermediate with heads dividing hidden");
    }

    /// <summary>The sizes as they are shown: <c>4x312, 12 heads, 1200 neurons</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layers}x{HiddenSize}, {Heads} heads, {IntermediateSize} neurons");
}
