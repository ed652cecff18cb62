using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

public sealed class StrictReadingTests
{
    // Worked out by hand from the patterns of seqeval/scheme.py; below the line from the rules stated for schemes that seqeval lacks.
    [Theory]
    [InlineData(TagScheme.Bio, "I-A I-A O", "")]                       // no beginning
    [InlineData(TagScheme.Bio, "O I-A B-A I-A", "A2-3")]
    [InlineData(TagScheme.Bio, "B-A I-B I-A", "A0-0")]                 // a change of type ends A, and I-A does not take it up again
    [InlineData(TagScheme.Bio, "B-A B-A I-A", "A0-0 A1-2")]
    [InlineData(TagScheme.Iob1, "I-A I-A B-A I-B", "A0-1 A2-2 B3-3")]
    [InlineData(TagScheme.Iob1, "O B-A O", "")]                        // B without a neighbour
    [InlineData(TagScheme.Iob1, "O B-A I-A", "A2-2")]                  // I starts behind the orphan
    [InlineData(TagScheme.Iob1, "I-A B-A B-B I-B", "A0-0 B3-3")]       // the lone B-A before B-B is lost
    [InlineData(TagScheme.Ioe1, "I-A I-A O", "A0-1")]
    [InlineData(TagScheme.Ioe1, "I-A E-A I-A", "A0-1 A2-2")]
    [InlineData(TagScheme.Ioe1, "I-A E-A O", "")]                      // E without a neighbour
    [InlineData(TagScheme.Ioe1, "E-A I-A", "A1-1")]                    // legal, yet seqeval does not read E-A
    [InlineData(TagScheme.Ioe1, "I-A E-A E-A E-A I-A", "A0-1 A2-2 A3-3 A4-4")]
    [InlineData(TagScheme.Ioe2, "I-A O E-A", "A2-2")]
    [InlineData(TagScheme.Ioe2, "I-A I-B E-B E-B", "B1-2 B3-3")]
    [InlineData(TagScheme.Bioes, "B-A I-A O", "")]                     // no end
    [InlineData(TagScheme.Bioes, "B-A B-A E-A E-A", "A1-2")]
    [InlineData(TagScheme.Bioes, "I-A E-A S-A", "A2-2")]
    [InlineData(TagScheme.Bioes, "B-A E-B S-A I-A", "A2-2")]
    [InlineData(TagScheme.Bilou, "B-A I-A U-A L-A", "A2-2")]
    [InlineData(TagScheme.Bilou, "L-A B-A L-A I-A", "A1-2")]
    [InlineData(TagScheme.Bmes, "B-A M-A E-A M-A S-B", "A0-2 B4-4")]
    [InlineData(TagScheme.Bmes, "M-A E-A B-B M-B", "")]
    // ----
    [InlineData(TagScheme.Bios, "B-A I-A S-A I-A", "A0-1 A2-2")]
    [InlineData(TagScheme.Bios, "I-A S-B B-A B-A", "B1-1 A2-2 A3-3")]
    [InlineData(TagScheme.Bieo, "B-A I-A O B-A B-A E-A", "A3-3 A4-5")]
    [InlineData(TagScheme.Bieo, "E-A B-A I-B E-B", "A1-1")]
    public void RawSequencesAreReadAsSeqevalDoes(TagScheme scheme, string sequence, string entities)
    {
        var labels = Labels(scheme);
        Assert.Equal(entities, Show(labels.Read(Ids(labels, sequence)).Strict));
        Assert.Equal(entities, Show(SeqevalRules.Read(EntityReaderTests.Split(sequence), _ => SeqevalRules.Pattern(scheme))));
    }

    [Theory]
    [InlineData("LOC LOC PER O LOC", "LOC0-1 PER2-2 LOC4-4")]
    [InlineData("O O", "")]
    public void WithoutLettersARunIsAnEntity(string sequence, string entities)
    {
        var labels = RandomLabels.Parse("O LOC PER");
        Assert.Equal(entities, Show(labels.Read(Ids(labels, sequence)).Strict));
    }

    [Theory]
    [InlineData(TagScheme.Bio)]
    [InlineData(TagScheme.Iob1)]
    [InlineData(TagScheme.Ioe1)]
    [InlineData(TagScheme.Ioe2)]
    [InlineData(TagScheme.Bioes)]
    [InlineData(TagScheme.Bilou)]
    [InlineData(TagScheme.Bmes)]
    [InlineData(TagScheme.Bios)]
    [InlineData(TagScheme.Bieo)]
    public void TwoThousandSequencesWithIllegalPlacesAreReadAsTheRulesSay(TagScheme scheme) =>
        CheckIllegal(Labels(scheme), _ => SeqevalRules.Pattern(scheme));

    [Theory]
    [InlineData("B I S", "S", "BI*|S", "S")]
    [InlineData("B I E S", "B I", "BI*E|S", "BI*")]
    [InlineData("I E S", "I", "I*E|S", "I+")]
    [InlineData("E S", "B I E", "E|S", "BI*E")]
    [InlineData("B M E S", "B I L", "BI*E|S", "BI*E")]
    public void InAMixtureEachTypeIsReadByItsOwnLetters(string ofA, string ofB, string patternA, string patternB)
    {
        string[] labels = ["O", .. ofA.Split(' ').Select(letter => $"{letter}-A"), .. ofB.Split(' ').Select(letter => $"{letter}-B")];
        CheckIllegal(LabelSet.FromLabels(labels, TagScheme.Mixed), type => type == "A" ? patternA : patternB);
    }

    private static void CheckIllegal(LabelSet labels, Func<string, string> patternOf)
    {
        var random = new Random(17);
        var checks = 0;
        while (checks < 2000)
        {
            var ids = new int[random.Next(1, 10)];
            for (var i = 0; i < ids.Length; i++) ids[i] = random.Next(labels.Count);
            var read = labels.Read(ids);
            if (read.IllegalPlaces == 0) continue;
            checks++;
            string[] sequence = [.. ids.Select(id => labels[id])];
            var expected = SeqevalRules.Read(sequence, patternOf);
            if (!read.Strict.SequenceEqual(expected))
                Assert.Fail($"{string.Join(' ', sequence)}: {Show(expected)} expected, found {Show(read.Strict)}");
        }
    }

    private static LabelSet Labels(TagScheme scheme)
    {
        var letters = scheme switch
        {
            TagScheme.Bio or TagScheme.Iob1 => "BI",
            TagScheme.Ioe1 or TagScheme.Ioe2 => "IE",
            TagScheme.Bioes => "BIES",
            TagScheme.Bilou => "BILU",
            TagScheme.Bmes => "BMES",
            TagScheme.Bios => "BIS",
            _ => "BIE",
        };
        return LabelSet.FromLabels(["O", .. "AB".SelectMany(type => letters.Select(letter => $"{letter}-{type}"))], scheme);
    }

    private static int[] Ids(LabelSet labels, string sequence) => Array.ConvertAll(EntityReaderTests.Split(sequence), labels.IdOf);

    private static string Show(IEnumerable<EntitySpan> entities) =>
        string.Join(' ', entities.Select(entity => $"{entity.Type}{entity.Start}-{entity.End}"));
}
