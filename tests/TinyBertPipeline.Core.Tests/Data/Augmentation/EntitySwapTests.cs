using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Augmentation;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data.Augmentation;

public sealed class EntitySwapTests : IDisposable
{
    private const string Text = "Anna B-PER\nLee E-PER\nleft O\nOslo S-LOC\n\nBo S-PER\nsaw O\nNew B-LOC\nYork I-LOC\nCity E-LOC\n. O\n\nno O\nname O\n\nAnna B-PER\nLee E-PER\nran O\n";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void EntitiesAreSwappedForOthersOfTheirTypeAndTheRestStays()
    {
        var data = Read();
        string[] people = ["Anna Lee", "Bo"];
        string[] places = ["Oslo", "New York City"];
        var made = EntitySwap.Augment(data, new AugmentationOptions { Copies = 20, Probability = 0.7 });
        Assert.NotEmpty(made);
        foreach (var (source, sentence, swapped) in made)
        {
            Assert.Equal(Outside(source), Outside(sentence));
            Assert.Equal(Entities(source).Select(entity => entity.Type), Entities(sentence).Select(entity => entity.Type));
            Assert.All(Entities(sentence), entity => Assert.Contains(entity.Text, entity.Type == "PER" ? people : places));
            Assert.Equal(swapped, Entities(source).Zip(Entities(sentence)).Count(pair => pair.First.Text != pair.Second.Text));
            Assert.True(swapped > 0);
        }
    }

    [Fact]
    public void NoSentenceIsMadeTwiceOrStandsInTheFile()
    {
        var data = Read();
        var made = EntitySwap.Augment(data, new AugmentationOptions { Copies = 50, Probability = 1 });
        string[] words = [.. made.Select(sentence => string.Join(' ', sentence.Sentence.Words))];
        Assert.Equal(words.Distinct(), words);
        Assert.Empty(words.Intersect(data.Sentences.Select(sentence => string.Join(' ', sentence.Words))));
        Assert.Equal(7, words.Length);                          // 2 x 2 - 1 of the first and of the second sentence, 1 of the last
    }

    [Fact]
    public void ASeedGivesTheSameSentencesAgain()
    {
        Assert.Equal(Made(1), Made(1));
        Assert.NotEqual(Made(1), Made(4));

        IEnumerable<string> Made(int seed) => EntitySwap.Augment(Read(), new AugmentationOptions { Seed = seed }).Select(sentence => string.Join(' ', sentence.Sentence.Words));
    }

    [Theory]
    [InlineData(0, 0.5, "copies: 0; expected 1 or more")]
    [InlineData(1, 0, "probability: 0; expected a number above 0 and up to 1")]
    [InlineData(1, double.NaN, "probability: NaN")]
    public void OptionsThatMakeNothingAreRefused(int copies, double probability, string message) => Assert.Contains(message, Assert.Throws<InvalidInputException>(
        () => EntitySwap.Augment(Read(), new AugmentationOptions { Copies = copies, Probability = probability })).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private LabeledData Read() => LabeledData.Read(_folder.Write("a", Text));

    private static IEnumerable<string> Outside(LabeledSentence sentence) => sentence.Words.Zip(sentence.Labels).Where(pair => pair.Second == "O").Select(pair => pair.First);

    private static (string Type, string Text)[] Entities(LabeledSentence sentence) =>
        [.. EntityReader.ReadDefault(sentence.Labels).Select(entity => (entity.Type, string.Join(' ', sentence.Words[entity.Start..(entity.End + 1)])))];
}
