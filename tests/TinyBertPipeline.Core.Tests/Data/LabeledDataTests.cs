using System.Runtime.CompilerServices;
using System.Text;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class LabeledDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("EU O\nS-A S-A\n", "EU/O S-A/S-A")]
    [InlineData("EU\tO\r\nin \t\tO\r\n\r\nUK\tO", "EU/O in/O | UK/O")]             // tabs, CR LF, no last line end
    [InlineData("EU NNP I-NP O\nin IN I-PP O\n", "EU/O in/O")]                    // further columns
    [InlineData("EU O  \t\n", "EU/O")]                                            // spaces at the end
    [InlineData("\n\nEU O\n \t\n\nUK O\n\n", "EU/O | UK/O")]                      // blank lines of spaces
    [InlineData("-DOCSTART- -X- O O\n\nEU O\n-DOCSTART-\nUK O\n", "EU/O | UK/O")]
    [InlineData("# O\n## O\n", "#/O ##/O")]                                       // no comments
    [InlineData("\u00A0 O\n\u3000 O\na\u0085b O\n\u2028\tO\n", "\u00A0/O \u3000/O a\u0085b/O \u2028/O")]
    [InlineData("\uFEFFEU O\n\uFEFF O\n", "EU/O \uFEFF/O")]                       // a byte-order mark is one only at the start
    [InlineData("😀 O\n", "😀/O")]
    public void LinesAreReadAsWordsAndLabels(string text, string expected)
    {
        var data = LabeledData.Read(_folder.Write("a.bio", text));
        Assert.Equal(expected, string.Join(" | ", data.Sentences.Select(Show)));
    }

    [Theory]
    [InlineData("Ann S-PER\nof O\n", TagScheme.Bioes, "S-PER O")]
    [InlineData("a B-X\nb E-X\n", TagScheme.Bioes, "B-X E-X")]
    [InlineData("a B-X\nb I-X\nc B-X\n", TagScheme.Bio, "B-X E-X S-X")]
    [InlineData("a I-X\nb I-X\nc B-X\n", TagScheme.Iob1, "B-X E-X S-X")]
    [InlineData("a O\nb I-X\nc I-Y\n", TagScheme.Iob1, "O S-X S-Y")]
    [InlineData("a B-X\nb L-X\nc U-Y\n", TagScheme.Bilou, "B-X E-X S-Y")]
    [InlineData("a B-X\nb M-X\nc E-X\n", TagScheme.Bmes, "B-X I-X E-X")]
    [InlineData("a B\nb I\nc I\nd O\n", TagScheme.Bio, "B I E O")]                // the one unnamed type
    [InlineData("a O\n", TagScheme.Bioes, "O")]
    [InlineData("a I-X\nb E-X\nc I-X\nd O\n", TagScheme.Ioe1, "B-X E-X S-X O")]
    [InlineData("a I-X\nb E-X\nc E-X\nd O\n", TagScheme.Ioe2, "B-X E-X S-X O")]
    [InlineData("a B-X\nb I-X\nc S-X\nd B-Y\n", TagScheme.Bios, "B-X E-X S-X S-Y")]
    [InlineData("a B-X\nb O\nc B-X\nd I-X\ne E-X\n", TagScheme.Bieo, "S-X O B-X I-X E-X")]
    [InlineData("a LOC\nb LOC\nc PER\nd M\n", TagScheme.Plain, "B-LOC E-LOC S-PER S-M")]
    [InlineData("a B-X\nb I-X\nc E-X\nd S-Y\ne I-Z\nf I-Z\n", TagScheme.Mixed, "B-X I-X E-X S-Y B-Z E-Z")]
    public void TheSchemeIsDetectedAndConverted(string text, TagScheme scheme, string labels)
    {
        var data = LabeledData.Read(_folder.Write("a.bio", text));
        Assert.Equal(scheme, data.Scheme);
        Assert.Equal(labels, string.Join(' ', data.Sentences[0].Labels));
        Assert.Empty(data.Problems);
    }

    [Theory]
    [InlineData(TagScheme.Bioes)]
    [InlineData(TagScheme.Bio)]
    [InlineData(TagScheme.Iob1)]
    [InlineData(TagScheme.Bilou)]
    [InlineData(TagScheme.Bmes)]
    [InlineData(TagScheme.Ioe1)]
    [InlineData(TagScheme.Ioe2)]
    [InlineData(TagScheme.Bios)]
    [InlineData(TagScheme.Bieo)]
    public void WhatIsWrittenInASchemeIsReadBackTheSame(TagScheme scheme)
    {
        var data = LabeledData.Read(_folder.Write("a.bio", "a B-X\nb I-X\nc I-X\nd B-X\ne O\nf B-Y\n\ng B-Y\nh I-Y\ni B-X\n"));
        LabeledFileWriter.Write(_folder.File("b.bio"), data.InScheme(scheme));
        var read = LabeledData.Read(_folder.File("b.bio"), scheme);
        Assert.Empty(read.Problems);
        Assert.Equal(data.Sentences.Select(Show), read.Sentences.Select(Show));
    }

    [Fact]
    public void AGivenSchemeOverridesDetection()
    {
        var path = _folder.Write("a.bio", "a I-X\nb I-X\nc B-X\n");
        Assert.Empty(LabeledData.Read(path).Problems);
        Assert.Single(LabeledData.Read(path, TagScheme.Bio).Problems);
        Assert.Equal(3, LabeledData.Read(path, TagScheme.Bioes).Problems.Count);
        var error = Assert.Throws<InvalidInputException>(() => LabeledData.Read(path, TagScheme.Bmes));
        Assert.Equal($"{path}:1: label 'I-X' does not fit the other labels or the scheme given, Bmes (letters B M E S O)", error.Message);
    }

    [Fact]
    public void OneWrongLetterDoesNotMakeAnotherScheme()
    {
        var text = string.Concat(Enumerable.Repeat("a B-X\nb I-X\nc O\n\n", 5));
        var error = Assert.Throws<InvalidInputException>(() => LabeledData.Read(_folder.Write("a.bio", $"{text}d E-X\n")));
        Assert.EndsWith("a.bio:21: label 'E-X' does not fit the other labels or the scheme given, Bio (letters B I O)", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Remedy(RemedyKind.GiveScheme, "mixed"), error.Remedy);
        Assert.Equal((TagScheme.Iob1, 1), Read("I-X\nb I-X\nc O\nd B-X\n\n" + string.Concat(Enumerable.Repeat("a I-X\n\n", 5))));
        Assert.Equal((TagScheme.Bieo, 1), Read(string.Concat(Enumerable.Repeat("B-X\nb O\na ", 6)) + "I-X\na E-X\n"));

        (TagScheme, int) Read(string labels)
        {
            var data = LabeledData.Read(_folder.Write("a.bio", $"a {labels}"));
            return (data.Scheme, data.Problems.Count);
        }
    }

    [Fact]
    public void StrictEntitiesAreThoseOfTheRawLabels()
    {
        var data = LabeledData.Read(_folder.Write("a.bio", "aa I-X\nb B-X\ncc I-X\n\nd B-X\n\ne B-X\n"));
        Assert.Equal("aa/S-X b/B-X cc/E-X", Show(data.Sentences[0]));
        Assert.Equal([new("X", 1, 2)], data.Sentences[0].Entities.Strict);
        Assert.Equal([new("X", 0, 0), new("X", 1, 2)], data.Sentences[0].Entities.After(LabelRepair.Conlleval));
        Assert.Equal(1, data.Sentences[0].Entities.IllegalPlaces);
        Assert.Equal([new("X", 2, 4)], data.ByCharacter().Sentences[0].Entities.Strict);
        var written = data.Sentences[0] with { Labels = ["S-X", "O", "O"] };
        Assert.Equal([new("X", 0, 0)], written.Entities.Strict);
    }

    [Fact]
    public void LabelsWithAndWithoutLettersNeedTheUsersWord()
    {
        var path = _folder.Write("a.bio", "a B-X\nb I-X\nc LOC\nd LOC\n");
        var error = Assert.Throws<InvalidInputException>(() => LabeledData.Read(path));
        Assert.EndsWith("'LOC' is no label (valid: O, or a letter of B I E S L U M, alone or with a type as in B-PER): other labels have a letter",
            error.Message, StringComparison.Ordinal);
        Assert.Equal((3L, new Remedy(RemedyKind.GiveScheme, "mixed")), (error.Line, error.Remedy));
        Assert.Equal("a/B-X b/E-X c/B-LOC d/E-LOC", Show(LabeledData.Read(path, TagScheme.Mixed).Sentences[0]));
    }

    [Fact]
    public void InvalidSequencesAreRepairedAndReportedWithFileAndLine()
    {
        var path = _folder.Write("a.bio", "a O\n\nb I-X\nc E-X\nd B-X\ne O\n\nf O\ng I-Y\n");
        var data = LabeledData.Read(path);
        Assert.Equal("b/B-X c/E-X d/S-X e/O", Show(data.Sentences[1]));
        Assert.Equal("f/O g/S-Y", Show(data.Sentences[2]));
        Assert.Equal(
            [
                $"{path}:3: BIOES does not allow I-X at the start of a sentence; learned as an entity that starts there, and none in strict scores without a repair",
                $"{path}:6: BIOES does not allow B-X before O; learned as an entity that ends there, and none in strict scores without a repair",
                $"{path}:9: BIOES does not allow I-Y after O; learned as an entity that starts there, and none in strict scores without a repair",
                $"{path}:9: BIOES does not allow I-Y before the end of the sentence; learned as an entity that ends there, and none in strict scores without a repair",
            ],
            data.Problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("label-missing.bio", 2, "no label in 'rejects'")]
    [InlineData("token-is-a-space.bio", 2, "no word in ' O'; a line is a word, spaces or a tab, and its label")]
    [InlineData("columns-unequal.bio", 3, "3 columns in 'New York S-LOC' where other lines have 2; words with spaces are parted from labels by tabs")]
    [InlineData("columns-unequal-first.bio", 5, "3 columns in 'New York S-LOC' where other lines have 2")]
    [InlineData("tab-and-space.bio", 1, "label 'NNP S-PER' holds a space: a line with a tab is split at tabs only")]
    [InlineData("comment-of-its-own.bio", 1, "no label in '%id=7'; a line is a word, spaces or a tab, and its label")]
    [InlineData("label-without-letter.bio", 4, "'MISC' is no label (valid: O, or a letter of B I E S L U M")]
    [InlineData("type-is-empty.bio", 2, "'I-' is no label")]
    [InlineData("latin-1.bio", 2, "byte offset 10: byte 0xFC is not valid UTF-8")]
    [InlineData("utf-8-cut.bio", 2, "byte offset 10: byte 0xC3 is not valid UTF-8")]
    [InlineData("surrogate.bio", 2, "byte offset 9: byte 0xED is not valid UTF-8")]
    [InlineData("utf-16-with-mark.bio", 1, "byte offset 0: a UTF-16 byte-order mark")]
    [InlineData("utf-16-without-mark.bio", 1, "byte offset 1: a NUL byte: not UTF-8 text, perhaps UTF-16")]
    [InlineData("carriage-returns.bio", 1, "byte offset 4: a carriage return inside the line")]
    [InlineData("letters-mixed.bio", 2, "label 'M-ORG' does not fit the other labels or the scheme given, Bio")]
    [InlineData("no-sentence.bio", null, "no sentences")]
    [InlineData("empty.bio", null, "no sentences")]
    [InlineData("absent.bio", null, "no such file")]
    [InlineData("", null, "is a folder")]
    public void BrokenFilesAreRefusedWithPlaceAndReason(string file, int? line, string reason)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Invalid", file);
        var error = Assert.Throws<InvalidInputException>(() => LabeledData.Read(path));
        Assert.Equal((InputKind.Data, path, (long?)line), (error.Kind, error.File, error.Line));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TypesThatTrainingLacksAreListed()
    {
        var data = LabeledData.Read(_folder.Write("dev.bio", "a S-PER\nb S-NEW\nc S-LOC\nd S-ALSO\n"));
        data.ThrowIfTypesMissing(LabelSet.FromTypes(["PER", "LOC", "NEW", "ALSO"]));
        var error = Assert.Throws<InvalidInputException>(() => data.ThrowIfTypesMissing(LabelSet.FromTypes(["PER", "LOC"])));
        Assert.Equal($"{data.Path}: types ALSO, NEW are not among the labels of training: LOC, PER", error.Message);
    }

    [Fact]
    public void CountsAndTypesAreThoseOfTheFile()
    {
        var data = LabeledData.Read(_folder.Write("a.bio", "a B-b\nb E-b\n\nc S-A\nd O\ne S-b\n"));
        Assert.Equal((5, 2), (data.WordCount, data.Sentences.Count));
        Assert.Equal(["A", "b"], data.Types);
        Assert.Equal([1L, 4L], data.Sentences.Select(sentence => sentence.Line));
    }

    [Fact]
    public void WordsSplitIntoCharactersKeepTheirEntities()
    {
        var data = LabeledData.Read(_folder.Write("a.bio", "上海 B-LOC\n市 E-LOC\n的 O\n王 S-PER\n😀b S-X\n")).ByCharacter();
        Assert.Equal("上/B-LOC 海/I-LOC 市/E-LOC 的/O 王/S-PER 😀/B-X b/E-X", Show(data.Sentences[0]));
    }

    [Fact]
    public void WrittenFilesAreReadBackUnchanged()
    {
        LabeledSentence[] sentences = [new(["a", "\u00A0", "#", "New York"], ["B-X", "E-X", "O", "S-big city"], 1), new(["-x-"], ["S"], 6)];
        LabeledFileWriter.Write(_folder.File("out.bioes"), sentences);
        Assert.Equal("a B-X\n\u00A0 E-X\n# O\nNew York\tS-big city\n\n-x- S\n\n", File.ReadAllText(_folder.File("out.bioes")));
        Assert.Equal(sentences.Select(Show), LabeledFileReader.ReadSentences(_folder.File("out.bioes")).Select(Show));
    }

    [Theory]
    [InlineData("a\tb", "O")]
    [InlineData("a ", "O")]
    [InlineData("", "O")]
    [InlineData("a", "S-\n")]
    public void ColumnsThatCannotBeReadBackAreNotWritten(string word, string label)
    {
        Assert.Throws<ArgumentException>(() => LabeledFileWriter.Write(_folder.File("out.bioes"), [new([word], [label], 1)]));
        Assert.False(File.Exists(_folder.File("out.bioes")));
    }

    [Fact]
    public void ALineOverOneMebibyteIsRefusedWithoutReadingItWhole()
    {
        var path = _folder.File("long.bio");
        using (var stream = File.Create(path))
        {
            stream.Write("a O\n"u8);
            stream.SetLength(1L << 31);                     // a sparse file: the rest is one line of NUL bytes
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidInputException>(() => LabeledData.Read(path));
        Assert.Equal(2, error.Line);
        Assert.Contains("longer than 1 MiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void ALineOfOneMebibyteIsRead()
    {
        var word = new string('x', (1 << 20) - 2);
        Assert.Equal(word, LabeledData.Read(_folder.Write("a.bio", $"{word} O\n")).Sentences[0].Words[0]);
    }

    [Fact]
    public void ReadingIsLazy()
    {
        var path = _folder.Write("many.bio", string.Concat(Enumerable.Repeat("word O\nother S-PER\n\n", 20_000)) + "broken\n");
        Assert.Equal(20_000, LabeledFileReader.ReadSentences(path).Take(20_000).Count());
        Assert.Equal(60_001, Assert.Throws<InvalidInputException>(() => LabeledFileReader.ReadSentences(path).Count()).Line);
    }

    [Fact]
    public void ReadingHoldsNoMoreThanTheSentenceAtHand()
    {
        using var sentences = LabeledFileReader.ReadSentences(_folder.Write("many.bio", "a O\n\nb O\n\nc O\n")).GetEnumerator();
        var first = Next(sentences);
        Assert.True(sentences.MoveNext());
        GC.Collect();
        Assert.False(first.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Next(IEnumerator<LabeledSentence> sentences)
        {
            sentences.MoveNext();
            return new WeakReference(sentences.Current);
        }
    }

    [Fact]
    public void FlippedBytesNeverBecomeReplacementCharacters()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("上海 S-LOC\nMüller S-PER\nwent O\n\n", 20)));
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_folder.File("flipped.bio"), flipped);
            try
            {
                Assert.DoesNotContain(LabeledData.Read(_folder.File("flipped.bio")).Sentences, sentence => Show(sentence).Contains('\uFFFD'));
            }
            catch (InvalidInputException e)
            {
                Assert.Equal(InputKind.Data, e.Kind);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Show(LabeledSentence sentence) => string.Join(' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}/{label}"));
}
