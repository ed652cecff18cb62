using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

public sealed class LabelSetTests
{
    [Fact]
    public void TypesGiveOFirstThenBiesOfEachTypeInOrdinalOrder()
    {
        var labels = LabelSet.FromTypes(["PER", "LOC", "PER", "a"]);
        Assert.Equal("O B-LOC I-LOC E-LOC S-LOC B-PER I-PER E-PER S-PER B-a I-a E-a S-a", string.Join(' ', labels.Labels));
        Assert.Equal(["LOC", "PER", "a"], labels.Types);
        Assert.Equal(TagScheme.Bioes, labels.Scheme);
    }

    [Fact]
    public void TheUnnamedTypeGivesBareLetters() => Assert.Equal(["O", "B", "I", "E", "S"], LabelSet.FromTypes([""]).Labels);

    [Theory]
    [InlineData("O B-PER I-PER", TagScheme.Bio)]
    [InlineData("B-MISC I-MISC O I-PER B-PER", TagScheme.Bio)]
    [InlineData("O B-MISC I-MISC I-PER", TagScheme.Iob1)]   // PER has no B
    [InlineData("O I-PER I-LOC", TagScheme.Iob1)]
    [InlineData("O B-PER I-PER E-PER S-PER", TagScheme.Bioes)]
    [InlineData("O S-PER", TagScheme.Bioes)]
    [InlineData("B I E S O", TagScheme.Bioes)]
    [InlineData("O B-PER I-PER L-PER U-PER", TagScheme.Bilou)]
    [InlineData("O B-PER M-PER E-PER S-PER", TagScheme.Bmes)]
    [InlineData("O B-PER I-PER [CLS] [SEP] X", TagScheme.Bio)]
    [InlineData("O", TagScheme.Bio)]
    public void TheSchemeOfForeignLabelsIsDetectedAndTheirOrderKept(string text, TagScheme scheme)
    {
        var names = EntityReaderTests.Split(text);
        var labels = LabelSet.FromLabels(names);
        Assert.Equal(scheme, labels.Scheme);
        Assert.Equal(names, labels.Labels);
        Assert.Equal(Enumerable.Range(0, names.Length), names.Select(labels.IdOf));
        Assert.Equal(-1, labels.IdOf("B-NONE"));
    }

    [Theory]
    [InlineData("B-PER I-PER", "lack O")]
    [InlineData("O B-PER O", "'O' stands twice (ids 0 and 2)")]
    [InlineData("LABEL_0 LABEL_1", "saved without its labels")]
    [InlineData("O PER", "'PER' is no label of a tagger")]
    [InlineData("O B-", "'B-' is no label of a tagger")]
    [InlineData("O B-PER M-PER U-PER", "'U-PER' is not of scheme Bmes")]
    public void LabelsThatCannotBeDecodedAreRefused(string labels, string message)
    {
        var error = Assert.Throws<InvalidInputException>(() => LabelSet.FromLabels(EntityReaderTests.Split(labels)));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGivenSchemeOverridesDetection() =>
        Assert.True(LabelSet.FromLabels(["O", "B-A", "I-A"], TagScheme.Iob1).MayStart(2));

    [Fact]
    public void BioesTransitionsEqualTheReference()
    {
        var reference = ReferenceData.ReadJson("crf", "bioes-expected.json");
        var labels = LabelSet.FromLabels([.. reference.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)]);
        Assert.Equal(Flags("may_start"), Enumerable.Range(0, labels.Count).Select(labels.MayStart));
        Assert.Equal(Flags("may_end"), Enumerable.Range(0, labels.Count).Select(labels.MayEnd));
        var rows = reference.GetProperty("may_follow").EnumerateArray().ToArray();
        for (var previous = 0; previous < labels.Count; previous++)
        {
            Assert.Equal(
                rows[previous].EnumerateArray().Select(flag => flag.GetBoolean()),
                Enumerable.Range(0, labels.Count).Select(next => labels.MayFollow(previous, next)));
        }

        IEnumerable<bool> Flags(string name) => reference.GetProperty(name).EnumerateArray().Select(flag => flag.GetBoolean());
    }

    [Theory]
    [InlineData(1, 13)]
    [InlineData(4, 97)]                                     // (2T+1)^2 + 4T
    public void NumberOfLegalBioesTransitionsIsAsCounted(int types, int expected)
    {
        var labels = LabelSet.FromTypes(Enumerable.Range(0, types).Select(type => $"T{type}"));
        var ids = Enumerable.Range(0, labels.Count).ToArray();
        Assert.Equal(expected, ids.Sum(previous => ids.Count(next => labels.MayFollow(previous, next))));
    }
}
