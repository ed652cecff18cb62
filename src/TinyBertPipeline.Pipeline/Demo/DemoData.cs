using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>The data that a run makes where none are given.</summary>
public sealed record DemoData
{
    private const int Most = 10_000_000;

    /// <summary>What the sentences are about.</summary>
    public DemoSubject Subject { get; init; }

    /// <summary>Training sentences.</summary>
    public int Train { get; init; } = 3000;

    /// <summary>Development sentences.</summary>
    public int Dev { get; init; } = 300;

    /// <summary>Test sentences.</summary>
    public int Test { get; init; } = 400;

    /// <summary>Sentences of raw text, without labels, about all names; 0: none.</summary>
    public int Raw { get; init; }

    /// <summary>Pieces of the vocabulary that is made from the raw text, or from the training sentences where there is none.</summary>
    public int Vocabulary { get; init; } = 1000;

    /// <summary>Everything that is wrong with the options, in words.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Train is < 1 or > Most, $"train: {Train}, expected 1 to {Most} sentences"),
        (Dev is < 1 or > Most, $"dev: {Dev}, expected 1 to {Most} sentences"),
        (Test is < 1 or > Most, $"test: {Test}, expected 1 to {Most} sentences"),
        (Raw is < 0 or > Most, $"raw: {Raw}, expected 0 to {Most} sentences"),
        (Vocabulary is < 100 or > Most, $"vocabulary: {Vocabulary}, expected 100 to {Most} pieces"));
}

/// <summary>What made sentences are about.</summary>
public enum DemoSubject
{
    /// <summary>Persons, places and organizations, in English and Chinese, each word labelled.</summary>
    Entities,

    /// <summary>Opinions on products, each sentence labelled.</summary>
    Opinions,
}
