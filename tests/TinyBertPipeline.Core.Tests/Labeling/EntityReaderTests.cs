using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

public sealed class EntityReaderTests
{
    [Theory]
    [InlineData("S-A", "A0-0")]
    [InlineData("B-A I-A E-A O S-B", "A0-2 B4-4")]
    [InlineData("B I E O S", "0-2 4-4")]                    // bare letters
    [InlineData("B-A E-A B-A E-A", "A0-1 A2-3")]
    [InlineData("B-A I-A", "A0-1")]                         // never closed
    [InlineData("E-A", "A0-0")]                             // no beginning
    [InlineData("B-A I-B E-A", "A0-0 B1-1 A2-2")]           // types change
    [InlineData("B-A B-A E-A", "A0-0 A1-2")]
    [InlineData("B-creative-work E-creative-work", "creative-work0-1")]
    [InlineData("", "")]
    public void DefaultReadingFindsEveryFragment(string labels, string entities) => Assert.Equal(entities, Show(EntityReader.ReadDefault(Split(labels))));

    [Theory]
    [InlineData(StrictScheme.Iobes, "B-A I-A E-A O S-B", "A0-2 B4-4")]
    [InlineData(StrictScheme.Iobes, "B I E O S", "0-2 4-4")]
    [InlineData(StrictScheme.Iobes, "B-A I-A", "")]
    [InlineData(StrictScheme.Iobes, "B-A B-A E-A", "A1-2")]
    [InlineData(StrictScheme.Iobes, "B-A I-B E-A", "")]
    [InlineData(StrictScheme.Iobes, "S-A E-A", "A0-0")]
    [InlineData(StrictScheme.Iob2, "I-A B-A I-A O", "A1-2")]
    [InlineData(StrictScheme.Iob1, "B-A I-B O", "B1-1")]
    [InlineData(StrictScheme.Iob1, "O B-A", "")]
    [InlineData(StrictScheme.Ioe1, "E-A E-A", "")]
    [InlineData(StrictScheme.Ioe2, "I-A E-A E-A", "A0-1 A2-2")]
    [InlineData(StrictScheme.Bilou, "B-A L-A U-A", "A0-1 A2-2")]
    public void StrictReadingDropsWhatTheSchemeDoesNotAllow(StrictScheme scheme, string labels, string entities) =>
        Assert.Equal(entities, Show(EntityReader.ReadStrict(Split(labels), scheme)));

    [Fact]
    public void StrictReadingRefusesLettersOfOtherSchemes()
    {
        var error = Assert.Throws<InvalidInputException>(() => EntityReader.ReadStrict(["O", "M-A"], StrictScheme.Iobes));
        Assert.Equal("label 'M-A' is not of scheme IOBES (letters I O B E S)", error.Message);
    }

    [Fact]
    public void EmptyLabelsAreRefused() => Assert.Throws<ArgumentException>(() => EntityReader.ReadDefault(["O", ""]));

    internal static string[] Split(string labels) => labels.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Show(IEnumerable<EntitySpan> entities) =>
        string.Join(' ', entities.Select(entity => $"{entity.Type}{entity.Start}-{entity.End}"));
}
