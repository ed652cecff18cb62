using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>The sizes of a student.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Width of the hidden states; a multiple of <paramref name="Heads"/>.</param>
/// <param name="Heads">Attention heads of a layer.</param>
/// <param name="IntermediateSize">Feed-forward neurons of a layer.</param>
public sealed record StudentSize(int Layers, int HiddenSize, int Heads, int IntermediateSize)
{
    /// <summary>The sizes of a model.</summary>
    public static StudentSize Of(BertConfig config) => new(config.Layers, config.HiddenSize, config.Heads, config.IntermediateSize);

    /// <summary>A model of these sizes that is like <paramref name="config"/> in all else.</summary>
    public BertConfig Resize(BertConfig config) =>
        config with { Layers = Layers, HiddenSize = HiddenSize, Heads = Heads, IntermediateSize = IntermediateSize };

    /// <summary>A preset by name, or sizes given as <c>layers,hidden,heads,intermediate</c>.</summary>
    /// <exception cref="InvalidInputException">Neither a preset nor four positive numbers with heads dividing hidden.</exception>
    public static StudentSize Parse(string text)
    {
        if (BertPresets.Names.Contains(text)) return Of(BertPresets.Get(text));
        var parts = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        if (parts.ToArray() is [> 0 and var layers, > 0 and var hidden, > 0 and var heads, > 0 and var intermediate] && hidden % heads == 0)
            return new StudentSize(layers, hidden, heads, intermediate);
        throw new InvalidInputException(InputKind.Configuration, null,
            $"student '{text}' is unknown: expected {string.Join(", ", BertPresets.Names)}, or layers,hidden,heads,intermediate with heads dividing hidden");
    }

    /// <summary>The sizes as they are shown: <c>4x312, 12 heads, 1200 neurons</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layers}x{HiddenSize}, {Heads} heads, {IntermediateSize} neurons");
}
