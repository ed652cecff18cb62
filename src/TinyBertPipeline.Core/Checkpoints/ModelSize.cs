using System.Globalization;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>The sizes of a model that its maker chooses.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Width of the hidden states; a multiple of <paramref name="Heads"/>.</param>
/// <param name="Heads">Attention heads of a layer.</param>
/// <param name="IntermediateSize">Feed-forward neurons of a layer.</param>
public sealed record ModelSize(int Layers, int HiddenSize, int Heads, int IntermediateSize)
{
    /// <summary>No model needs more of any of them; a mistyped number must not ask for terabytes.</summary>
    private const int Largest = 65_536;

    /// <summary>The sizes of a model.</summary>
    public static ModelSize Of(BertConfig config) => new(config.Layers, config.HiddenSize, config.Heads, config.IntermediateSize);

    /// <summary>A model of these sizes that is like <paramref name="config"/> in all else.</summary>
    public BertConfig Resize(BertConfig config) =>
        config with { Layers = Layers, HiddenSize = HiddenSize, Heads = Heads, IntermediateSize = IntermediateSize };

    /// <summary>The config of a new model of these sizes with everything else as usual.</summary>
    /// <param name="vocabularySize">Number of word pieces.</param>
    /// <param name="padId">The padding piece.</param>
    public BertConfig NewConfig(int vocabularySize, int padId) => new()
    {
        VocabularySize = vocabularySize,
        PadId = padId,
        Layers = Layers,
        HiddenSize = HiddenSize,
        Heads = Heads,
        IntermediateSize = IntermediateSize,
    };

    /// <summary>A preset by name, or sizes given as <c>layers,hidden,heads,intermediate</c>.</summary>
    /// <exception cref="InvalidInputException">Neither a preset nor four positive numbers with heads dividing hidden.</exception>
    public static ModelSize Parse(string text) =>
        TryParse(text) ?? throw new InvalidInputException(InputKind.Configuration, null, Refusal(text));

    /// <summary>What is wrong with a text that should name a size, or null.</summary>
    public static string? Fault(string? text) => TryParse(text) is null ? Refusal(text) : null;

    /// <summary>The sizes as they are shown: <c>4x312, 12 heads, 1200 neurons</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Layers}x{HiddenSize}, {Heads} heads, {IntermediateSize} neurons");

    private static ModelSize? TryParse(string? text)
    {
        if (text is null) return null;
        if (BertPresets.Names.Contains(text)) return Of(BertPresets.Get(text));
        var parts = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        return parts.ToArray() is [var layers, var hidden, var heads, var intermediate] sizes
            && sizes.All(size => size is > 0 and <= Largest) && hidden % heads == 0
            ? new ModelSize(layers, hidden, heads, intermediate) : null;
    }

    private static string Refusal(string? text) => $"model size {(text is null ? "null" : $"'{text}'")} is unknown: expected "
        + $"{string.Join(", ", BertPresets.Names)}, or layers,hidden,heads,intermediate with heads dividing hidden";
}
