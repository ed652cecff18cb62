using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class ColumnLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("1 ACME NNP I-NP I-ORG\n2 rejects VBZ I-VP O\n\n1 Ada NNP I-NP I-PER\n", "ACME/I-ORG rejects/O | Ada/I-PER")]
    [InlineData("0\tThe\tO\n1\tOslo\tB-LOC\n\n0\tIt\tO\n", "The/O Oslo/B-LOC | It/O")]
    [InlineData("1 Ada O\n2 Brown O\n1 Ada O\n2 ran O\n", "Ada/O Brown/O | Ada/O ran/O")]         // no blank line between sentences
    [InlineData("New York\tB-LOC\nis\tO\n10 000\tO\n", "New York/B-LOC is/O 10 000/O")]
    [InlineData("in \t\tO\nOslo\tO\nis\tO\n", "in/O Oslo/O is/O")]                                      // tabs that align
    [InlineData("Oslo\tB-x\nis\tO\n\t\n\uFEFF\nbig\tO\n", "Oslo/B-x is/O | big/O")]
    [InlineData("Oslo B-x\n\u200B\nbig O\n\u3000\u00A0\nyes O\n", "Oslo/B-x | big/O | yes/O")]
    [InlineData("#\thttp://x.invalid\t[2020-01-01]\t\n1\tBonn\tB-LOC\tO\n2\tist\tO\tO\n\n#\ty\t\t\n1\tNRW\tB-LOC\tB-LOC\n", "Bonn/B-LOC ist/O | NRW/B-LOC")]
    [InlineData("# id 5f\tdomain=train\n# _ _ O\nOslo _ _ B-LOC\n\n# id 60\tdomain=train\nit _ _ O\n", "#/O Oslo/B-LOC | it/O")]
    [InlineData("# text = In Oslo\n1\tIn\tO\t-\t-\n2\tOslo\tB-LOC\t-\t-\n", "In/O Oslo/B-LOC")]
    [InlineData("1-2\tzum\t_\t_\n1\tzu\tADP\tO\n2\tdem\tDET\tO\n3\tRhein\tPROPN\tB-LOC\n3.1\tx\t_\t_\n", "zu/O dem/O Rhein/B-LOC")]
    [InlineData("# global.columns = ID FORM NER MISC\n1\tOslo\tB-LOC\t_\n2\tist\tO\t_\n", "Oslo/B-LOC ist/O")]
    [InlineData("word\tpos\tner\nOslo\tN\tB-LOC\nis\tV\tO\n", "Oslo/B-LOC is/O")]
    [InlineData("-DOCSTART- -X- O\n\nOslo -X- _ B-LOC\nis -X- _ O\n", "Oslo/B-LOC is/O")]
    [InlineData("Oslo NNP LOC\nis VB O\nbig JJ O\n", "Oslo/LOC is/O big/O")]
    [InlineData("#begin document (x); part 000\nx 0 0 In IN (TOP(PP* - - - a * -\nx 0 1 New NNP (NP* - - - a (GPE* -\nx 0 2 York NNP *)) - - - a *) -\n\nx 0 0 Oslo NNP (TOP*) - - - a (GPE) (V*) -\n#end document\n",
        "In/O New/B-GPE York/I-GPE | Oslo/B-GPE")]
    [InlineData("B-PER Anna\nO sees\n\nB-LOC Oslo\n", "Anna/B-PER sees/O | Oslo/B-LOC")]                 // the label first
    [InlineData("1\tB-PER\tAnna\n2\tO\tsees\n", "Anna/B-PER sees/O")]
    [InlineData("# sent_id = 1\n1\tAnna\tN\tNER=B-PER\n2\tsees\tV\t_\n3\tOslo\tN\tSpaceAfter=No|NER=B-LOC\n4\t.\tP\tSpaceAfter=No\n", "Anna/B-PER sees/O Oslo/B-LOC ./O")]
    [InlineData("Anna B-PER\n left O\n Oslo B-LOC\n\nBob B-PER\n  came O\n", "Anna/B-PER left/O Oslo/B-LOC | Bob/B-PER came/O")]   // indents part nothing
    [InlineData(" Anna B-PER\n left O\n", "Anna/B-PER left/O")]
    [InlineData("\tAnna\tB-PER\n\tleft\tO\n", "Anna/B-PER left/O")]                              // an empty column before all
    [InlineData("100\tAnna\tB-PER\n101\tran\tO\n\n100\tIt\tO\n101\trains\tO\n", "Anna/B-PER ran/O | It/O rains/O")]
    [InlineData("1 Anna B-PER\n2 ran O\n\n3 It O\n4 rains O\n\n5 Oslo B-LOC\n", "Anna/B-PER ran/O | It/O rains/O | Oslo/B-LOC")]   // of the whole file
    [InlineData("#begin document (a); part 000\nd 0 0 Anna NN * - - - spk B-PER -\nd 0 1 left VB * - - - spk O -\n#end document\n", "Anna/B-PER left/O")]
    [InlineData("#begin document (a); part 000\nd 0 0 Anna NN * - - - spk * B-PER -\nd 0 1 left VB * - - - spk * O -\n", "Anna/B-PER left/O")]
    [InlineData("Rome B-LOC\u00A0\nis O\nOslo B-LOC\u200B\n", "Rome/B-LOC is/O Oslo/B-LOC")]
    public void LayoutsAreFound(string text, string expected) => Assert.Equal(expected, Read(text).Text);

    [Theory]
    [InlineData("2", "3", "a/B-X | c/O", "1\ta\tB-X\n\n1\tc\tO\n")]
    [InlineData("1", "-1", "New/B-X York/O", "New X B-X\nYork O\n")]                               // named columns: lines may differ
    [InlineData("-2", "1", "a/O b/B-X", "O a x\nB-X b y\n")]
    [InlineData("Word", "gold", "a/B-X", "pred\tword\tgold\nO\ta\tB-X\n")]
    public void ColumnsAreNamedByNumberOrHeader(string word, string label, string expected, string text) =>
        Assert.Equal(expected, Read(text, new DataFormat { WordColumn = DataColumn.Parse(word), LabelColumn = DataColumn.Parse(label) }).Text);

    [Fact]
    public void OptionsChangeHowLinesAreRead()
    {
        Assert.Equal("a/B-X | b/O", Read("%x\na B-X\n%y O\nb O\n", new DataFormat { Comment = "%" }).Text);
        Assert.Equal("a/B-X b/O", Read("a\tn B-X\nb\tn O\n", new DataFormat { Delimiter = "whitespace" }).Text);
        Assert.Equal("a b/B-X c/O", Read("a b|B-X\nc|O\n", new DataFormat { Delimiter = "|", Kind = DataKind.Columns }).Text);
        Assert.Equal("Oslo/O x/O", Read("en:Oslo O\nzh-min-nan:x O\n", new DataFormat { StripLanguage = true }).Text);
        Assert.Equal("a/B-X b/O", Read("a\u00A0B-X\nb\u00A0O\n", new DataFormat { Delimiter = "U+00A0" }).Text);
        Assert.Equal("a/LOC b/O", Read("a LOC\nb OTHER\n", new DataFormat { Outside = "OTHER" }).Text);
        Assert.Equal("京/O 城/O 1/O", Read("京0 O\n城1 O\n12 O\n", new DataFormat { StripPosition = true }).Text);
    }

    [Theory]
    [InlineData("99", null, "there is no column 99: lines have 3 at most")]
    [InlineData("-9", null, "there is no column -9: lines have 3 at most")]
    [InlineData("3", "3", "word and label would both be column 3 of 3")]
    [InlineData("-1", "3", "word and label would both be column 3 of 3")]
    [InlineData(null, "3", "word and label would both be column 3 of 3")]
    public void ColumnsThatCannotBeAreRefusedOnce(string? label, string? word, string message)
    {
        var format = new DataFormat
        {
            LabelColumn = label is null ? null : DataColumn.Parse(label),
            WordColumn = word is null ? null : DataColumn.Parse(word),
        };
        foreach (var text in new[] { "x Anna B-PER\nx ran O\n", "word,x,label\nAnna,x,B-PER\nran,x,O\n" })
        {
            if (text.Contains(',') && message.Contains("-9", StringComparison.Ordinal)) continue;
            var error = Assert.Throws<InvalidInputException>(() => Read(text, format));
            if (!text.Contains(',')) Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnEmptyWordInSeveralColumnsIsOne()
    {
        const string Text = "a x B-X\n x O\nb x O\n";
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, "dropEmptyWords=true"), Assert.Throws<InvalidInputException>(() => Read(Text)).Remedy);
        Assert.Equal("a/B-X b/O", Read(Text, new DataFormat { DropEmptyWords = true }).Text);
    }

    [Fact]
    public void LabelsThatDifferInNothingToBeSeenAreOneAndCounted() => Assert.Contains(
        "1 label read without U+00A0, which shows nothing, in line 3", Read("Oslo B-LOC\nis O\nRome B-LOC\u00A0\n").Data.Notes.Select(note => note.Text));

    [Theory]
    [InlineData("no word has the label 'OTHER', which is to stand for O")]
    [InlineData("no label is written as LOC_B")]
    [InlineData("no word begins with a language")]
    [InlineData("no word is one character and a number")]
    public void AnOptionThatChangesNothingIsSaid(string warning)
    {
        var format = new DataFormat { Outside = "OTHER", WrittenAs = "LOC_B", StripLanguage = true, StripPosition = true };
        Assert.Contains(warning, Read("Oslo B-LOC\nis O\n", format).Data.Warnings.Select(note => note.Text));
        Assert.DoesNotContain(warning, Read("京0 LOC_B\nen:is OTHER\n", format).Data.Warnings.Select(note => note.Text));
    }

    [Fact]
    public void EmptyWordsAreDroppedAndCounted()
    {
        var (text, data) = Read("so\tO\n \tO\ngood\tB-X\n\tO\n", new DataFormat { DropEmptyWords = true });
        Assert.Equal("so/O good/B-X", text);
        Assert.Contains("2 lines without a word left out, the first in line 2", data.Notes.Select(note => note.Text));
    }

    [Theory]
    [InlineData("Oslo B-LOC O\nis O O\n", "every label is O: nothing can be learnt from it; column 2 holds labels too (LOC)", "labelColumn=2")]
    [InlineData("京0\tB-LOC\n城1\tI-LOC\n", "every word is one character and a number, its place in a longer word", "stripPosition=true")]
    [InlineData("Oslo O\nis O\n", "every label is O: nothing can be learnt from it; is the right column taken?", "labelColumn=COLUMN")]
    [InlineData("en:The\tO\nen:Oslo\tB-LOC\n", "words begin with a language, 'en:'", "stripLanguage=true")]
    [InlineData("7 Oslo B-LOC\n9 is O\n4 x O\n", "column 1 holds whole numbers, and they are read as the words", "wordColumn=2")]
    [InlineData("京0 B-LOC\n城1 I-LOC\n大0 O\n雪1 O\n了0 O\n", "every word is one character and a number, its place in a longer word", "stripPosition=true")]
    public void WhatIsLikelyWrongIsSaidWithItsRemedy(string text, string warning, string remedy) =>
        Assert.Contains(new DataNote(warning, new Remedy(RemedyKind.SetDataFormat, remedy)), Read(text).Data.Warnings);

    [Theory]
    [InlineData("Oslo S-LOC\nis O\n", "word in column 1, label in column 2 of 2")]
    [InlineData("1\tBonn\tB-LOC\tO\n2\tist\tO\tO\n", "column 4 holds labels too (all O)")]
    [InlineData("1\tBonn\tB-LOC\tB-X\n2\tist\tO\tO\n", "word in column 2, label in column 3 of 4; column 1 counts the words")]
    [InlineData("a B-LOC B-GPE\nb O O\n", "column 2 holds labels too (LOC)")]
    [InlineData("a B-X\nc O\n\nb x O\nd x O\n", "1 sentence with another number of columns than most (2), read by the same rule, in line 4")]
    [InlineData("# a b\n1\ta\tB-X\n2\tb\tO\n", "1 comment left out, in line 1")]
    [InlineData("a B-X\n\uFEFF\u200B\nb O\n", "1 line of invisible characters (U+FEFF U+200B) taken as blank, in line 2")]
    [InlineData("1 a O\n2 b B-X\n1 c O\n", "1 sentence begins where the numbers begin again, without a blank line before it, in line 3")]
    public void WhatWasTakenIsSaid(string text, string note) => Assert.Contains(note, Read(text).Data.Notes.Select(found => found.Text));

    [Theory]
    [InlineData("so O\n O\n", "dropEmptyWords=true")]
    [InlineData("so O\nNew York O\n", "wordColumn=1;labelColumn=-1")]
    [InlineData("a\tn B-X\nb\tn O\n", "delimiter=whitespace")]
    [InlineData("%id\nso O\n", "comment=%")]
    [InlineData("Oslo\u00A0B-LOC\nis\u00A0O\n", "delimiter=U+00A0")]
    public void WhatCannotBeReadHasARemedy(string text, string remedy) =>
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, remedy), Assert.Throws<InvalidInputException>(() => Read(text)).Remedy);

    [Fact]
    public void ThePhrasesOfConll2003AreNoSecondColumnOfLabels()
    {
        var (text, data) = Read("EU NNP I-NP I-ORG\nrejects VBZ I-VP O\n");
        Assert.Equal("EU/I-ORG rejects/O", text);
        Assert.DoesNotContain(data.Notes, note => note.Text.Contains("labels too", StringComparison.Ordinal));
    }

    [Fact]
    public void DocumentsAndTheLinesOfWordsAreKept()
    {
        var sentences = LabeledFileReader.ReadSentences(_folder.Write("a",
            "-DOCSTART- -X- -X- O\n\nA x y O\n\nB x y O\n-DOCSTART- -X- -X- O\n\n-DOCSTART- -X- -X- O\nC x y O\n")).ToArray();
        Assert.Equal([0, 0, 1], sentences.Select(sentence => sentence.Document));
        var skipped = LabeledFileReader.ReadSentences(_folder.Write("b", "a\tO\n\tO\nb\tO\n"), new DataFormat { DropEmptyWords = true }).Single();
        Assert.Equal([1L, 3L], [skipped.LineOf(0), skipped.LineOf(1)]);
    }

    [Theory]
    [InlineData("nope", "no column is called 'nope': the first line names a, B-X")]
    [InlineData("0", "column '0': expected a number counted from 1, from the end (-1 is the last), or a name in the file's first line")]
    [InlineData("", "column '': expected a number counted from 1")]
    public void ColumnsThatDoNotExistAreRefused(string label, string message)
    {
        var path = _folder.Write("a", "a B-X\n");
        var error = Assert.Throws<InvalidInputException>(() => LabeledData.Read(path, new DataFormat { LabelColumn = DataColumn.Parse(label) }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADelimiterIsOneCharacterOrAName() =>
        Assert.Equal("delimiter: 'ab'; expected tab, space, whitespace (tabs and spaces alike), one character, or its code point as U+00A0",
            Assert.Throws<InvalidInputException>(() => LabeledData.Read(_folder.Write("a", "a O\n"), new DataFormat { Delimiter = "ab" })).Message);

    public void Dispose() => _folder.Dispose();

    // Labels as written; the scheme is not at stake here.
    private (string Text, LabeledFileReader Data) Read(string text, DataFormat? format = null)
    {
        var reader = LabeledFileReader.Open(_folder.Write("a", text), format);
        return (string.Join(" | ", reader.ReadSentences().ToArray().Select(Show)), reader);
    }

    private static string Show(LabeledSentence sentence) => string.Join(' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}/{label}"));
}
