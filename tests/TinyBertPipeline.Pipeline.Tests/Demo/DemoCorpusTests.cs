using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Pipeline.Demo;

namespace TinyBertPipeline.Pipeline.Tests.Demo;

public sealed class DemoCorpusTests
{
    private static readonly DemoCorpus _corpus = new();

    [Fact]
    public void TheSameSeedDrawsTheSameSentences()
    {
        Assert.Equal(_corpus.Draw(DemoPart.Test, 50, seed: 7), _corpus.Draw(DemoPart.Test, 50, seed: 7));
        Assert.NotEqual(_corpus.Draw(DemoPart.Test, 50, seed: 7), _corpus.Draw(DemoPart.Test, 50, seed: 8));
    }

    [Theory]
    [InlineData(nameof(DemoPart.Train))]
    [InlineData(nameof(DemoPart.Dev))]
    [InlineData(nameof(DemoPart.Test))]
    [InlineData(nameof(DemoPart.Raw))]
    public void EveryPartIsAValidLabelledFile(string part)
    {
        var data = Read(Enum.Parse<DemoPart>(part), 200);
        Assert.Equal(200, data.Sentences.Count);
        Assert.Empty(data.Problems);
        Assert.Equal(["LOC", "ORG", "PER"], data.Types);
    }

    [Fact]
    public void AboutHalfOfTheTestNamesNeverOccurInTraining()
    {
        var known = Names(Read(DemoPart.Train, 3000)).ToHashSet();
        var test = Names(Read(DemoPart.Test, 1000)).ToArray();
        Assert.InRange(test.Count(name => !known.Contains(name)) / (double)test.Length, 0.4, 0.6);
    }

    [Fact]
    public void DevAndTestHaveDifferentUnseenNames()
    {
        var known = Names(Read(DemoPart.Train, 3000)).ToHashSet();
        var dev = Names(Read(DemoPart.Dev, 1000)).Where(name => !known.Contains(name)).ToHashSet();
        Assert.DoesNotContain(Names(Read(DemoPart.Test, 1000)), dev.Contains);
    }

    [Fact]
    public void TheAmbiguousSentencesAreInNoPart()
    {
        var text = string.Concat(Enum.GetValues<DemoPart>().SelectMany(part => Read(part, 3000).Sentences).Select(sentence => string.Concat(sentence.Words) + "\n"));
        Assert.All(DemoCorpus.AmbiguousSentences, sentence => Assert.DoesNotContain(sentence, text, StringComparison.Ordinal));
    }

    [Fact]
    public void RawTextHasNamesThatNoLabelledSentenceHas()
    {
        var labelled = Names(Read(DemoPart.Train, 3000)).ToHashSet();
        var text = string.Concat(_corpus.DrawTexts(DemoPart.Raw, 3000, seed: 4)).Replace(" ", "", StringComparison.Ordinal);
        var fresh = Names(Read(DemoPart.Test, 1000)).Where(name => !labelled.Contains(name)).Distinct().ToArray();
        Assert.All(fresh, name => Assert.Contains(name.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal));
    }

    [Fact]
    public void TextsAreTheLabelledSentencesInRunningText()
    {
        var sentences = Read(DemoPart.Train, 200).Sentences.Select(sentence => string.Concat(sentence.Words));
        var texts = _corpus.DrawTexts(DemoPart.Train, 200, seed: 1).ToArray();
        Assert.Equal(sentences, texts.Select(text => text.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Contains(texts, text => text.Contains(' ', StringComparison.Ordinal));
    }

    private static LabeledData Read(DemoPart part, int count)
    {
        using var folder = new TemporaryFolder();
        return LabeledData.Read(folder.Write("data", _corpus.Draw(part, count, seed: 1)));
    }

    private static IEnumerable<string> Names(LabeledData data) => data.Sentences.SelectMany(sentence =>
        Core.Labeling.EntityReader.ReadDefault(sentence.Labels).Select(entity => string.Join(' ', sentence.Words[entity.Start..(entity.End + 1)])));
}
