using System.Text;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class VocabularyTests
{
    private const string Specials = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";

    public static TheoryData<string> ReferenceFiles => [.. TokenizerReference.VocabularyFiles];

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\nb", "a|b")]                     // no line end after the last piece
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("a\n\nb\n", "a||b")]                // a blank line is a piece: no id shifts
    [InlineData("a\n b \n", "a| b ")]               // nothing is trimmed
    [InlineData("\u0085\n\u2028\na\u000B\n", "\u0085|\u2028|a\u000B")]   // only LF ends a line
    public void EachLineIsAPiece(string lines, string pieces)
    {
        using var folder = new TemporaryFolder();
        var vocabulary = Vocabulary.Load(folder.Write("vocab.txt", Specials + lines));
        Assert.Equal(pieces, string.Join('|', vocabulary.Pieces.Skip(5)));
        Assert.Equal((0, 1, 2, 3, 4), (vocabulary.PadId, vocabulary.UnknownId, vocabulary.ClassifyId, vocabulary.SeparateId, vocabulary.MaskId));
        Assert.Empty(vocabulary.Warnings);
    }

    [Fact]
    public void AByteOrderMarkIsNoPartOfTheFirstPiece()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("vocab.txt"), Specials, Encoding.UTF8);
        Assert.Equal("[PAD]", Vocabulary.Load(folder.File("vocab.txt"))[0]);
    }

    [Fact]
    public void ATaggerNeedsNoMask()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\noslo\nanna\n");
        var tokenizer = BertTokenizer.Load(folder.Path);
        Assert.Equal(-1, tokenizer.Vocabulary.MaskId);
        Assert.Equal([2, 5, 4, 3], tokenizer.Encode("Anna Oslo").Ids);
        tokenizer.Save(folder.File("saved"));
        Assert.Equal(tokenizer.Vocabulary.Pieces, BertTokenizer.Load(folder.File("saved")).Vocabulary.Pieces);
        Assert.DoesNotContain("mask", File.ReadAllText(Path.Combine(folder.File("saved"), "tokenizer_config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "2 pieces hold capitals, such as 'Anna', but text is lower-cased, so that they are never met")]
    [InlineData("{\"do_lower_case\": false}", null)]
    public void CapitalsThatLowerCasingHidesAreSaid(string? config, string? warning)
    {
        using var folder = new TemporaryFolder();
        folder.Write("vocab.txt", Specials + "[unused1]\nAnna\n##O\noslo\n");
        if (config is not null) folder.Write("tokenizer_config.json", config);
        var warnings = BertTokenizer.Load(folder.Path).Vocabulary.Warnings;
        if (warning is null) Assert.Empty(warnings);
        else Assert.StartsWith(warning, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void OfAPieceThatStandsTwiceTheLastIdCounts()
    {
        using var folder = new TemporaryFolder();
        var vocabulary = Vocabulary.Load(folder.Write("vocab.txt", Specials + "a\nb\na\n"));
        Assert.Equal(7, vocabulary.IdOf("a"));
        Assert.Equal(8, vocabulary.Count);
        Assert.Contains("lines 6 and 8", Assert.Single(vocabulary.Warnings), StringComparison.Ordinal);
        Assert.Equal([7, 6], new BertTokenizer(vocabulary, new TokenizerOptions()).Encode("a b").Ids[1..^1]);
    }

    [Theory]
    [InlineData("empty", null, "empty")]
    [InlineData("no-unk", null, "[UNK]")]
    [InlineData("no-specials", null, "lacks [PAD], [UNK], [CLS], [SEP]; BERT needs [PAD], [UNK], [CLS], [SEP]")]
    [InlineData("not-utf8", 9, "byte at 39")]
    [InlineData("utf16", null, "UTF-16")]
    [InlineData("nul-byte", 8, "NUL")]
    public void BrokenFilesAreRefusedWithPlaceAndReason(string name, int? line, string reason)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Tokenization", "Invalid", name + ".vocab.txt");
        var e = Assert.Throws<InvalidInputException>(() => Vocabulary.Load(path));
        Assert.Equal((InputKind.Model, path, (long?)line), (e.Kind, e.File, e.Line));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAbsentFileIsRefused() =>
        Assert.Equal(InputKind.Model, Assert.Throws<InvalidInputException>(() => Vocabulary.Load("no such folder/vocab.txt")).Kind);

    [Theory, MemberData(nameof(ReferenceFiles))]
    public void FilesOfTheReferenceAreAnsweredAsItsManifestSays(string file)
    {
        var (path, reader) = (ReferenceData.Require("abuse", file), TokenizerReference.VocabularyRule(file));
        if (reader.StartsWith("must refuse", StringComparison.Ordinal) && !reader.Contains(" or ", StringComparison.Ordinal))
        {
            Assert.Equal(InputKind.Model, Assert.Throws<InvalidInputException>(() => Vocabulary.Load(path)).Kind);
            return;
        }
        var vocabulary = Vocabulary.Load(path);
        if (reader.Contains("pieces", StringComparison.Ordinal)) Assert.Contains($"{vocabulary.Count} pieces", reader, StringComparison.Ordinal);
        Assert.Equal("[PAD]", vocabulary[0]);
        Assert.DoesNotContain(vocabulary.Pieces, piece => piece.EndsWith('\r'));
        Assert.Equal(vocabulary.Pieces.Distinct().Count() != vocabulary.Count, vocabulary.Warnings.Count > 0);
    }

    [Fact]
    public void WhatIsSavedIsReadBack()
    {
        using var folder = new TemporaryFolder();
        var pieces = Specials.Split('\n').Append("##é").Append(" x ").Append("\U0001F600").ToArray();
        new Vocabulary(pieces).Save(folder.File("vocab.txt"));
        Assert.Equal(pieces, Vocabulary.Load(folder.File("vocab.txt")).Pieces);
        Assert.Throws<InvalidInputException>(() => new Vocabulary([.. pieces, "a\nb"]).Save(folder.File("other.txt")));
    }

    [Fact]
    public void IdsOutsideAreRefused()
    {
        var vocabulary = new Vocabulary(Specials.TrimEnd('\n').Split('\n'));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[-1]);
        Assert.Equal(-1, vocabulary.IdOf("x"));
    }
}
