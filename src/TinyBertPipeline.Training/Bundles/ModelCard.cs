using System.Globalization;
using System.Text;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>What a person should know of a bundle, as the <c>README.md</c> that the model hub shows.</summary>
/// <param name="Model">Task, labels, tokenizer and settings.</param>
/// <param name="Parameters">Number of weights.</param>
internal sealed record ModelCard(ITaskModel Model, long Parameters)
{
    private const int MostLabels = 100;
    private const int BytesOfWeight = 4;

    /// <summary>The command that made it.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>The models that it was made from.</summary>
    public IReadOnlyList<CardSource> Sources { get; init; } = [];

    /// <summary>SHA-256 of every input by its path.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Scores by name, 0 to 1.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Scores { get; init; } = [];

    /// <summary>The document.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Header(text);
        Work(text);
        Origin(text);
        Use(text);
        return text.ToString();
    }

    // What the model hub reads.
    private void Header(StringBuilder text)
    {
        text.Append("---\nlibrary_name: transformers\n");
        if (Model.Task.Use is { } use) text.Append(CultureInfo.InvariantCulture, $"pipeline_tag: {use.Pipeline}\n");
        var licences = Sources.Select(source => source.Licence).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (licences.Length == 1 && !licences[0].Contains(' ', StringComparison.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"license: {licences[0].ToLowerInvariant()}\n");
        text.Append("tags:\n- bert\n---\n\n");
    }

    private void Work(StringBuilder text)
    {
        var (config, settings, size) = (Model.Config, Model.Settings, ModelSize.Of(Model.Config));
        var labels = config.Labels.Take(MostLabels).Select(Code).ToList();
        if (config.Labels.Count > labels.Count) labels.Add($"and {config.Labels.Count - labels.Count} more");
        (string Name, string? Value)[] rows =
        [
            ("task", Model.Task.Name), ("labels", string.Join(", ", labels)), ("scheme of the labels", settings.Scheme?.ToString().ToUpperInvariant()),
            ("decoder", settings.Decoder?.ToString().ToLowerInvariant()), ("longest window", Text($"{settings.Window} pieces")),
            ("layers, hidden, heads, intermediate", size.ToString()),
            ("vocabulary", Text($"{config.VocabularySize} pieces, {(Model.Tokenizer.Options.Lowercase ? "uncased" : "cased")}")),
            ("parameters", Text($"{Parameters / 1e6:0.00} M")), ("weights", Text($"{BytesOfWeight * Parameters / 1e6:0.0} MB")),
        ];
        text.Append(CultureInfo.InvariantCulture, $"# A BERT model for {Model.Task.Name}\n\n| | |\n| --- | --- |\n");
        foreach (var (name, value) in rows.Where(row => row.Value is not null)) text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        if (Scores.Count == 0) return;
        text.Append("\n## Scores\n\n| score | per cent |\n| --- | ---: |\n");
        foreach (var (name, value) in Scores) text.Append(CultureInfo.InvariantCulture, $"| {name} | {100 * value:0.00} |\n");
    }

    private void Origin(StringBuilder text)
    {
        text.Append("\n## How it was made\n\n");
        if (CommandLine.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    {UntrustedText.Cell(CommandLine)}\n\n");
        foreach (var source in Sources)
            text.Append(CultureInfo.InvariantCulture, $"- {source.Role} {Code(source.Name)}, licence: {source.Licence ?? "its folder states none"}\n");
        if (Sources.Count == 0) text.Append("- no other model: it started from random weights, or learnt from soft labels\n");
        text.Append("\n| input | SHA-256 |\n| --- | --- |\n");
        foreach (var (path, hash) in Inputs) text.Append(CultureInfo.InvariantCulture, $"| {Code(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))} | {hash} |\n");
        text.Append("\n`run.json` has all options, seeds and versions.\n");
    }

    private void Use(StringBuilder text)
    {
        if (Model.Task.Use is not { } use) return;
        text.Append(CultureInfo.InvariantCulture, $"""

            ## Use from .NET

            ```csharp
            {use.DotNet}
            ```

            ## Use from Python

            ```python
            {use.Python}
            ```

            """);
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Code(string text) => $"`{UntrustedText.Cell(text).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";
}
