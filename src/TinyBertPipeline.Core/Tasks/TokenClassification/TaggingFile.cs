using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>A file of labelled words. A tagger that is trained on it has the BIOES labels of its types.</summary>
internal sealed class TaggingFile(LabeledData data) : ILabeledFile
{
    private const int ShownProblems = 10;

    public LabeledData Data => data;

    public string Path => data.Path;

    public string Description => $"{data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}";

    public IReadOnlyList<string> Warnings => data.Problems.Count <= ShownProblems
        ? [.. data.Problems.Select(problem => problem.ToString())]
        : [.. data.Problems.Take(ShownProblems).Select(problem => problem.ToString()), $"{Path}: {data.Problems.Count} invalid places in all"];

    public IReadOnlyList<string> Labels { get; } = LabelSet.FromTypes(data.Types).Labels;

    public BundleSettings Complete(BundleSettings settings) => settings with
    {
        Scheme = TagScheme.Bioes,
        Words = settings.Words ?? WordsOfFile.Split(data.Sentences),
    };

    public IEnumerable<string> Texts() => data.Sentences.Select(sentence => string.Join(' ', sentence.Words));
}
