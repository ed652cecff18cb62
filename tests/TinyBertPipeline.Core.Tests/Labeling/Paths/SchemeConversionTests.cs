using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

public sealed class SchemeConversionTests
{
    private static readonly LabelSet _bioes = LabelSet.FromTypes(["A", "B"]);

    [Theory]
    [InlineData("O B-A I-A B-B I-B", null, "B-A I-A B-A O B-B B-A")]
    [InlineData("O B-A I-A B-B I-B", TagScheme.Iob1, "I-A I-A B-A O I-B I-A")]
    [InlineData("O I-A E-A I-B E-B", TagScheme.Ioe1, "I-A E-A I-A O I-B I-A")]
    [InlineData("O B-A M-A E-A S-A B-B M-B E-B S-B", null, "B-A E-A S-A O S-B S-A")]
    [InlineData("O A B", null, "A A A O B A")]
    public void CertainLabelsAreConvertedAsTheirEntitiesAre(string names, TagScheme? scheme, string sequence)
    {
        var from = RandomLabels.Parse(names, scheme);
        int[] ids = Array.ConvertAll(EntityReaderTests.Split(sequence), from.IdOf);
        var rows = ids.Select(id => Enumerable.Range(0, from.Count).Select(other => other == id ? 1f : 0f).ToArray()).ToArray();
        var expected = _bioes.Encode(from.Entities(ids), ids.Length);
        var converted = new SchemeConversion(from, _bioes).Convert(rows);
        Assert.Equal(expected, converted.Select(row => Array.IndexOf(row, row.Max())));
        Assert.All(converted, row => Assert.Equal(1, row.Max(), 1e-5f));
    }

    [Fact]
    public void AnUncertainBorderIsSharedByTheLabelsThatItDecidesBetween()
    {
        // B I? : the second word is I or O, so the first is B or S and the second E or O.
        var bio = RandomLabels.Parse("O B-A I-A");
        var converted = new SchemeConversion(bio, LabelSet.FromTypes(["A"])).Convert([[0, 1, 0], [0.25f, 0, 0.75f]]);
        AssertClose([0, 0.75f, 0, 0, 0.25f], converted[0]);             // O B I E S
        AssertClose([0.25f, 0, 0, 0.75f, 0], converted[1]);
    }

    [Fact]
    public void LettersOfOtherNamesLeaveProbabilitiesAsTheyAre()
    {
        var bilou = RandomLabels.Parse("O U-A L-A I-A B-A");
        var converted = new SchemeConversion(bilou, LabelSet.FromTypes(["A"])).Convert([[0.1f, 0.2f, 0.3f, 0.15f, 0.25f]]);
        Assert.Equal([0.1f, 0.25f, 0.15f, 0.3f, 0.2f], converted[0]);
    }

    [Fact]
    public void RowsAddUpToOneWhateverTheScheme()
    {
        var random = new Random(3);
        foreach (var names in new[] { "O B-A I-A B-B I-B", "O I-A E-A", "O B-A I-A S-A I-B", "O A B", "O B-A I-A E-A [CLS]" })
        {
            var from = RandomLabels.Parse(names);
            var rows = Enumerable.Range(0, 6).Select(_ => Random(from)).ToArray();
            foreach (var row in new SchemeConversion(from, _bioes).Convert(rows)) Assert.Equal(1, row.Sum(), 1e-5f);
        }

        float[] Random(LabelSet labels)
        {
            float[] weights = [.. labels.Labels.Select(label => label == "[CLS]" ? 0 : random.NextSingle())];
            return Array.ConvertAll(weights, weight => weight / weights.Sum());
        }
    }

    [Fact]
    public void WhatCannotBeConvertedIsRefused()
    {
        var unknown = Assert.Throws<InvalidInputException>(() => new SchemeConversion(LabelSet.FromTypes(["C"]), _bioes));
        Assert.Equal("type C is unknown; known are A, B", unknown.Message);
        var conversion = new SchemeConversion(RandomLabels.Parse("O B-A I-A"), RandomLabels.Parse("O B-A E-A"));
        var lacking = Assert.Throws<InvalidInputException>(() => conversion.Convert([[0, 1, 0]]));
        Assert.Equal("type A has no label S, which the other scheme's entities take", lacking.Message);
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5f);
    }
}
