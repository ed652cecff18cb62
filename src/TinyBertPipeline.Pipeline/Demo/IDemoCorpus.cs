namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>Makes the labelled sentences of a demo.</summary>
internal interface IDemoCorpus
{
    /// <summary>Draws sentences for one part of the data, as the text of a labelled file.</summary>
    /// <param name="part">Which names and words may occur.</param>
    /// <param name="count">Number of sentences.</param>
    /// <param name="seed">Fixes every draw.</param>
    string Draw(DemoPart part, int count, int seed);

    /// <summary>The sentences that <see cref="Draw"/> draws, without labels, as they are written in running text.</summary>
    /// <param name="part">Which names and words may occur.</param>
    /// <param name="count">Number of sentences.</param>
    /// <param name="seed">Fixes every draw.</param>
    IEnumerable<string> DrawTexts(DemoPart part, int count, int seed);
}
