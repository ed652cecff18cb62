namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// Model sizes by name, with the vocabulary of bert-base-uncased; give a model its own with <c>with { VocabularySize = … }</c>.
/// </summary>
public static class BertPresets
{
    private static readonly (string Name, BertConfig Config)[] _presets =
    [
        ("bert-base", Create(layers: 12, hidden: 768, heads: 12, intermediate: 3072)),
        ("tiny-4x312", Create(layers: 4, hidden: 312, heads: 12, intermediate: 1200)),
        ("small-6x384", Create(layers: 6, hidden: 384, heads: 12, intermediate: 1536)),
        ("mini-3x240", Create(layers: 3, hidden: 240, heads: 12, intermediate: 960)),
        ("mini-2x240", Create(layers: 2, hidden: 240, heads: 12, intermediate: 960)),
        ("mini-2x128", Create(layers: 2, hidden: 128, heads: 4, intermediate: 512)),
    ];

    /// <summary>The presets' names, largest model first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _presets.Select(preset => preset.Name)];

    /// <summary>The config of a preset.</summary>
    /// <exception cref="InvalidInputException">There is no preset of that name.</exception>
    public static BertConfig Get(string name) =>
        _presets.FirstOrDefault(preset => preset.Name == name).Config
        ?? throw new InvalidInputException(InputKind.Configuration, file: null,
            $"there is no preset '{name}'; known are {string.Join(", ", Names)}");

    private static BertConfig Create(int layers, int hidden, int heads, int intermediate) => new()
    {
        VocabularySize = 30_522,
        Layers = layers,
        HiddenSize = hidden,
        Heads = heads,
        IntermediateSize = intermediate,
    };
}
