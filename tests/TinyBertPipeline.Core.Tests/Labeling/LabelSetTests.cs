using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

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
    [InlineData("O B-PER", TagScheme.Bio)]
    [InlineData("O I-PER E-PER", TagScheme.Ioe2)]
    [InlineData("O I-PER E-PER I-LOC", TagScheme.Ioe1)]     // LOC has no E
    [InlineData("O B-PER I-PER S-PER B-LOC I-LOC", TagScheme.Bios)]
    [InlineData("O B-PER S-PER", TagScheme.Bios)]
    [InlineData("O B-PER I-PER E-PER S-PER S-LOC B-ORG E-ORG", TagScheme.Bioes)]
    [InlineData("O B-PER M-PER E-PER B-LOC E-LOC", TagScheme.Bmes)]
    [InlineData("O B-PER I-PER E-PER S-PER I-LOC", TagScheme.Mixed)]
    [InlineData("O B-PER I-PER I-LOC B-ORG", TagScheme.Mixed)]
    [InlineData("O B-PER M-PER U-PER", TagScheme.Mixed)]
    [InlineData("O I-PER S-PER", TagScheme.Mixed)]
    [InlineData("O LOC PER X", TagScheme.Plain)]
    [InlineData("LOC O B M", TagScheme.Plain)]              // beside LOC, B and M are types
    [InlineData("O B-PER I-PER LOC", TagScheme.Mixed)]
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
    [InlineData("O B-PER PER", "'PER' is no label (valid: O, or a letter of B I E S L U M")]
    [InlineData("O B-", "'B-' is no label")]
    [InlineData("O O-PER", "'O-PER' is no label")]
    [InlineData("OTHER NONE B-PER", "lack O")]
    public void LabelsThatCannotBeDecodedAreRefused(string labels, string message)
    {
        var error = Assert.Throws<InvalidInputException>(() => LabelSet.FromLabels(EntityReaderTests.Split(labels)));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("O B_PER I_PER", "O B-PER I-PER", "BIO, labels written as B_LOC and read as B-LOC: the labels may as well be IOB1")]
    [InlineData("O PER-B PER-M PER-E PER-S", "O B-PER M-PER E-PER S-PER", "BMES, labels written as LOC-B and read as B-LOC")]
    [InlineData("o b-per i-per e-per s-per [pad]", "O B-per I-per E-per S-per [pad]", "BIOES, labels written as b-LOC and read as B-LOC")]
    [InlineData("BPER IPER BLOC ILOC O", "B-PER I-PER B-LOC I-LOC O", "labels written as BLOC")]
    [InlineData("OTHER B-PER I-PER S-PER E-PER", "O B-PER I-PER S-PER E-PER", "BIOES, 'OTHER' read as O")]
    [InlineData("0 B_PER I_PER S_PER E_PER", "O B-PER I-PER S-PER E-PER", "labels written as B_LOC and read as B-LOC, '0' read as O")]
    [InlineData("none PER LOC", "O PER LOC", "plain, 'none' read as O")]
    public void LabelsInAnotherNotationAreReadAndTold(string written, string read, string told)
    {
        var labels = LabelSet.FromLabels(EntityReaderTests.Split(written));
        Assert.Equal(EntityReaderTests.Split(read), labels.Labels);
        Assert.Contains(told, $"{labels.Choice}", StringComparison.Ordinal);
        Assert.All(EntityReaderTests.Split(read), (label, id) => Assert.Equal(id, labels.IdOf(label)));
    }

    [Fact]
    public void AGivenSchemeOverridesDetection()
    {
        Assert.True(LabelSet.FromLabels(["O", "B-A", "I-A"], TagScheme.Iob1).MayStart(2));
        Assert.Equal(["B-A", "I-A"], LabelSet.FromLabels(["O", "B-A", "I-A"], TagScheme.Plain).Types);
    }

    [Theory]
    [InlineData("O B-PER I-PER", TagScheme.Bmes, "label 'I-PER' is not of scheme Bmes (letters B M E S O)")]
    [InlineData("O B-PER I-PER", TagScheme.Plain, null)]
    [InlineData("O LOC", TagScheme.Bio, "label 'LOC' is not of scheme Bio (letters B I O)")]
    [InlineData("O B-PER S-LOC", TagScheme.Bioes, "under scheme Bioes label 'B-PER' could never be predicted, as its type has only the labels B-PER; Bios fits")]
    [InlineData("O B-PER I-PER I-LOC", TagScheme.Bio, "under scheme Bio label 'I-LOC' could never be predicted, as its type has only the labels I-LOC; Iob1 fits")]
    public void AGivenSchemeMustSuitTheLabels(string labels, TagScheme scheme, string? message)
    {
        if (message is null) Assert.Equal(scheme, RandomLabels.Parse(labels, scheme).Scheme);
        else Assert.Equal(message, Assert.Throws<InvalidInputException>(() => RandomLabels.Parse(labels, scheme)).Message);
    }

    [Theory]
    [InlineData("O B-PER I-PER", "Iob1", "scheme BIO: the labels may as well be IOB1")]
    [InlineData("O I-PER E-PER", "Ioe1", "scheme IOE2: the labels may as well be IOE1")]
    [InlineData("O B-A I-A I-B", "Mixed", "scheme IOB1: the labels may as well be mixed")]
    [InlineData("O B-A I-A E-A", "Bieo", "scheme BIOES: the labels may as well be BIEO")]
    [InlineData("O B-A I-A E-A S-A", "", "scheme BIOES")]
    [InlineData("O I-A", "", "scheme IOB1")]
    [InlineData("O B-A", "", "scheme BIO")]
    [InlineData("O LOC", "", "scheme plain")]
    [InlineData("O B-A I-A E-A S-A B-B I-B I-C E-C S-D", "", "scheme mixed (A: S or B I* E; B: B I*; C: I* E; D: S)")]
    public void WhereTheLabelsLeaveTheSchemeOpenTheChoiceSaysSo(string labels, string others, string text)
    {
        var choice = RandomLabels.Parse(labels).Choice;
        Assert.Equal((others, others.Length > 0), (string.Join(' ', choice.Others), choice.IsAmbiguous));
        Assert.Equal(text, choice.ToString());
        Assert.False(RandomLabels.Parse(labels, choice.Taken).Choice.IsAmbiguous);
    }

    [Fact]
    public void RowsWithoutANameAreNeverPredicted()
    {
        var labels = LabelSet.FromLabels(["O", "", "S-A", ""]);
        Assert.Equal((4, false, false), (labels.Count, labels.MayStart(1), labels.MayFollow(3, 0)));
        Assert.Equal([0, 2], new LegalPathDecoder(labels).Decode([0, 9, -1, 9, 0, 9, 1, 9], 2, DecodeMode.Argmax));
    }

    [Theory]
    [InlineData("O B-A I-A", "A0-1 A2-2", "B-A I-A B-A O")]
    [InlineData("O I-A B-A", "A0-0 A1-2", "B-A B-A I-A O")]
    [InlineData("O B-A I-A I-B", "A0-0 A1-2", "I-A B-A I-A O")]                       // IOB1
    [InlineData("O B-A I-A S-A B-B I-B", "A0-0 B1-1 A2-3", "S-A B-B B-A I-A")]
    [InlineData("O B-A M-A E-A S-A", "A0-2 A3-3", "B-A M-A E-A S-A")]
    [InlineData("O U-A L-A I-A B-A", "A0-1 A2-2", "B-A L-A U-A O")]
    [InlineData("O I-A E-A", "A1-1 A2-3", "O E-A I-A E-A")]
    [InlineData("O LOC PER", "LOC0-1 PER2-2", "LOC LOC PER O")]
    [InlineData("O B I E S", "0-1 2-2", "B E S O")]
    [InlineData("O I-A", "A0-1 A2-2", "A2-2: it stands beside another of its type, and no label parts them")]
    [InlineData("O LOC", "LOC0-1 LOC2-2", "LOC2-2: it stands beside another of its type, and no label parts them")]
    [InlineData("O B-A", "A0-1", "A0-1: the type has no label for a word inside (I)")]
    [InlineData("O S-A", "A0-1", "A0-1: the type has no label for the first word (B)")]
    [InlineData("O B-A I-A E-A", "A0-0", "A0-0: the type has no label for an entity of one word (S)")]
    [InlineData("O B-A", "B0-0", "B0-0: the type has no label")]
    public void EntitiesAreWrittenWithTheSetsOwnLabels(string set, string entities, string expected)
    {
        var labels = RandomLabels.Parse(set);
        var spans = EntityReaderTests.Split(entities).Select(text => text.Split('-')).Select(
            part => new EntitySpan(part[0][..^1], part[0][^1] - '0', part[1][0] - '0')).ToArray();
        if (!expected.Contains(':', StringComparison.Ordinal))
        {
            Assert.Equal(expected, string.Join(' ', labels.Encode(spans, 4).Select(id => labels[id])));
            return;
        }
        var parts = expected.Split(": ");
        var wrong = spans.Single(span => $"{span.Type}{span.Start}-{span.End}" == parts[0]);
        Assert.Equal(
            $"the labels cannot express the entity of type {wrong.Type} at words {wrong.Start} to {wrong.End}: {parts[1]}",
            Assert.Throws<InvalidInputException>(() => labels.Encode(spans, 4)).Message);
    }

    [Theory]
    [InlineData("O B-A I-A E-A S-A", "B-A I-A O", "A0-1")]             // never closed
    [InlineData("O B-A I-A", "I-A B-A", "A0-0 A1-1")]
    [InlineData("O B-A L-A U-A", "L-A U-A B-A", "A0-0 A1-1 A2-2")]
    [InlineData("O B-A B-B I-B", "B-A I-B B-B", "A0-0 B1-1 B2-2")]
    [InlineData("O LOC PER [CLS]", "LOC [CLS] LOC", "LOC0-0 LOC2-2")]
    public void IllegalSequencesAreReadAsConllevalDoes(string set, string sequence, string entities)
    {
        var labels = RandomLabels.Parse(set);
        var read = labels.Entities(Array.ConvertAll(EntityReaderTests.Split(sequence), labels.IdOf));
        Assert.Equal(entities, string.Join(' ', read.Select(entity => $"{entity.Type}{entity.Start}-{entity.End}")));
    }

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
