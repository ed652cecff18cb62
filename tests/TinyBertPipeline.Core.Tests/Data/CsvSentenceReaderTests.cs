using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class CsvSentenceReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("Sentence #,Word,POS,Tag\nSentence: 1,Anna,NNP,B-per\n,moved,VBD,O\nSentence: 2,\",\",\",\",O\n,\"\"\"\",\"\"\"\",O\n", "Anna/B-per moved/O | ,/O \"/O")]
    [InlineData("sentence_id,words,labels\r\n0,Oslo,B-LOC\r\n0,is,O\r\n1,big,O\r\n", "Oslo/B-LOC is/O | big/O")]
    [InlineData("sentence_id;word;label\n1;Oslo;B-LOC\n2;is;O\n", "Oslo/B-LOC | is/O")]
    [InlineData("Sentence\tWord\tTag\n1\t\"\tO\n1\tNew York\tB-LOC\n2\tx\tO\n", "\"/O New York/B-LOC | x/O")]
    [InlineData("word,label\nOslo,B-LOC\n\nis,O\n,\nbig,O\n", "Oslo/B-LOC | is/O | big/O")]
    [InlineData("Oslo,B-LOC\nis,O\n\nbig,O\n", "Oslo/B-LOC is/O | big/O")]
    [InlineData("label,text\nB-LOC O,Oslo is\nO,big\n", "Oslo/B-LOC is/O | big/O")]                          // a sentence a row
    [InlineData("sentence,pos,tag\n\"Anna sees Oslo\",\"['N', 'V', 'N']\",\"['B-PER', 'O', 'B-LOC']\"\nx,['N'],['O']\n", "Anna/B-PER sees/O Oslo/B-LOC | x/O")]
    [InlineData("Sentence #,Sentence,POS,Tag\nSentence: 1,It is,x,\"['O', 'O']\"\n", "It/O is/O")]
    [InlineData("tokens,ner_tags\n\"['It' \"\"isn't\"\" 'a\\\\b']\",['O' 'B-X' 'O']\n", "It/O isn't/B-X a\\b/O")]   // NumPy
    [InlineData("tokens\tner_tags\n['a', 'b']\t['O', 'B-X']\n", "a/O b/B-X")]
    public void TablesAreRead(string text, string expected) => Assert.Equal(expected, Read(text).Text);

    [Fact]
    public void ColumnsAndSentencesAreNamed()
    {
        var format = new DataFormat { WordColumn = DataColumn.Parse("t"), LabelColumn = DataColumn.Parse("y"), SentenceColumn = DataColumn.Parse("doc") };
        Assert.Equal("a/B-X b/O | c/O", Read("doc,t,y\n7,a,B-X\n7,b,O\n8,c,O\n", format).Text);
        Assert.Equal("a/B-X | c/O", Read("7,a,B-X\n8,c,O\n", new DataFormat { WordColumn = DataColumn.At(2), LabelColumn = DataColumn.At(3), SentenceColumn = DataColumn.At(1) }).Text);
    }

    [Fact]
    public void NumbersInAListOfLabelsNeedNames()
    {
        const string Table = "tokens,ner_tags\n\"['a', 'b']\",[0 1]\n";
        Assert.Equal("a/O b/B-X", Read(Table, new DataFormat { LabelNames = ["O", "B-X"] }).Text);
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, "labelNames=O,B-PER,I-PER"), Assert.Throws<InvalidInputException>(() => Read(Table)).Remedy);
    }

    [Fact]
    public void WhatWasTakenIsSaid()
    {
        Assert.Contains("CSV: word in column 2 ('Word'), label in column 3 ('Tag'), a sentence where column 1 ('Sentence #') changes",
            Read("Sentence #,Word,Tag\n1,a,B-X\n2,b,O\n").Reader.Notes.Select(note => note.Text));
        Assert.Contains("no column marks sentences and no blank line parts them: all is one sentence",
            Read("id,word,label\n1,a,B-X\n2,b,O\n").Reader.Warnings.Select(note => note.Text));
        Assert.Contains("1 row without a word left out, in line 3", Read("word,label\na,B-X\n,O\n", new DataFormat { DropEmptyWords = true }).Reader.Notes.Select(note => note.Text));
    }

    [Theory]
    [InlineData("quote-not-closed.csv", 3, "a quote is not closed in its line")]
    [InlineData("quote-inside.csv", 2, "a quote inside a cell without quotes")]
    [InlineData("cells-missing.csv", 3, "2 cells where the first line has 3")]
    [InlineData("label-empty.csv", 2, "no label beside 'Oslo'")]
    [InlineData("word-empty.csv", 3, "no word beside label 'O'")]
    [InlineData("words-and-labels-differ.csv", 2, "3 words, but 2 labels")]
    [InlineData("labels-in-a-list.csv", 2, "begins as a list of labels, but is none")]
    [InlineData("latin-1.csv", 2, "byte 0xFC is not valid UTF-8")]
    public void BrokenTablesAreRefusedWithPlaceAndReason(string file, int line, string reason)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Invalid", "Csv", file);
        var error = Assert.Throws<InvalidInputException>(() => LabeledFileReader.ReadSentences(path).Count());
        Assert.Equal((InputKind.Data, path, (long?)line), (error.Kind, error.File, error.Line));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATableWithoutKnownNamesAsksForColumns() => Assert.Contains(
        "no column is named as labels are (label, tag, ner_tags), of id, w, y",
        Assert.Throws<InvalidInputException>(() => Read("id,w,y\n1,a,B-X\n", new DataFormat { Kind = DataKind.Csv, WordColumn = DataColumn.Parse("w") })).Message,
        StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private (string Text, LabeledFileReader Reader) Read(string text, DataFormat? format = null)
    {
        var reader = LabeledFileReader.Open(_folder.Write("a.csv", text), format);
        return (string.Join(" | ", reader.ReadSentences().ToArray().Select(Show)), reader);
    }

    private static string Show(LabeledSentence sentence) => string.Join(' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}/{label}"));
}
