using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

public sealed class BioesConverterTests
{
    [Theory]
    [InlineData(TagScheme.Bioes, "B-A I-A E-A O S-B", "B-A I-A E-A O S-B")]
    [InlineData(TagScheme.Bio, "B-A I-A B-A O B-B I-B I-B", "B-A E-A S-A O B-B I-B E-B")]
    [InlineData(TagScheme.Iob1, "I-A I-A B-A O I-B I-C", "B-A E-A S-A O S-B S-C")]
    [InlineData(TagScheme.Bilou, "B-A I-A L-A U-A B-A L-A", "B-A I-A E-A S-A B-A E-A")]
    [InlineData(TagScheme.Bmes, "B-A M-A E-A S-B", "B-A I-A E-A S-B")]
    [InlineData(TagScheme.Bio, "B I O B", "B E O S")]       // bare letters
    [InlineData(TagScheme.Bio, "I-A I-A O", "B-A E-A O")]   // repaired: no beginning
    [InlineData(TagScheme.Bioes, "B-A I-A", "B-A E-A")]     // repaired: no end
    [InlineData(TagScheme.Bioes, "B-A I-B E-A", "S-A S-B S-A")]
    [InlineData(TagScheme.Bioes, "S-A I-A E-A", "S-A B-A E-A")]
    [InlineData(TagScheme.Bilou, "L-A", "S-A")]
    [InlineData(TagScheme.Bio, "", "")]
    public void SequencesBecomeBioes(TagScheme scheme, string labels, string expected) =>
        Assert.Equal(expected, string.Join(' ', new BioesConverter(scheme).Convert(EntityReaderTests.Split(labels))));

    [Theory]
    [InlineData(TagScheme.Bio, "E-A")]
    [InlineData(TagScheme.Bmes, "I-A")]
    [InlineData(TagScheme.Bioes, "PER")]
    public void LabelsOfOtherSchemesAreRefused(TagScheme scheme, string label) =>
        Assert.Throws<InvalidInputException>(() => new BioesConverter(scheme).Convert([label]));

    [Fact]
    public void EverySequenceOfUpToFiveLabelsBecomesLegalAndLegalOnesStayTheSame()
    {
        var labels = LabelSet.FromTypes(["A", "B"]);
        var converter = new BioesConverter(TagScheme.Bioes);
        for (var words = 1; words <= 5; words++)
        {
            for (var number = 0; number < (int)Math.Pow(labels.Count, words); number++)
            {
                var sequence = new string[words];
                for (int word = 0, rest = number; word < words; word++, rest /= labels.Count) sequence[word] = labels[rest % labels.Count];
                var converted = converter.Convert(sequence);
                if (!IsLegal(converted) || IsLegal(sequence) && !converted.SequenceEqual(sequence))
                    Assert.Fail($"{string.Join(' ', sequence)} became {string.Join(' ', converted)}");
            }
        }

        // An automaton of its own: an open entity must go on with I or E of its type; nothing else may.
        static bool IsLegal(string[] sequence)
        {
            var open = "";
            foreach (var label in sequence)
            {
                var type = label.Length > 1 ? label[1..] : "";
                if (label[0] is 'I' or 'E' ? open != type : open.Length > 0) return false;
                open = label[0] is 'B' or 'I' ? type : "";
            }
            return open.Length == 0;
        }
    }
}
