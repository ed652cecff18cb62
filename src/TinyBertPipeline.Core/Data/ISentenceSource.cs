namespace TinyBertPipeline.Core.Data;

/// <summary>The sentences of a file whose layout is known.</summary>
internal interface ISentenceSource
{
    /// <summary>Streams the sentences with their labels as written.</summary>
    /// <exception cref="InvalidInputException">While reading: a place that cannot be read.</exception>
    IEnumerable<LabeledSentence> Read();
}
