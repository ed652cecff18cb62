using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class DataCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void SentencesWordsAndEntitiesAreCounted()
    {
        var file = Check(("a", "Ann B-PER\nLee I-PER\nof O\nRome B-LOC\n\nBo B-PER\n\nBo B-PER\n")).Files.Single();
        Assert.Equal((TagScheme.Bio, 3, 6L, 4, 1), (file.Scheme, file.Sentences, file.Words, file.Entities, file.RepeatedSentences));
        Assert.Equal([new("LOC", 1), new("PER", 3)], file.Types);
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void InvalidPlacesAreCountedOverAllFiles() =>
        Assert.Equal(3, Check(
            ("a", "Ann S-PER\nLee E-PER\n\nAl B-PER\nBo E-PER\n"),
            ("b", "Bo B-PER\n\nin O\nRome E-LOC\n\nAl B-PER\nBo E-PER\n\nNew B-LOC\nYork E-LOC\n")).InvalidPlaces);

    [Fact]
    public void SentencesWithTheSameWordsInTwoFilesAreFoundWhateverTheirLabels()
    {
        var check = Check(("train", "Bo S-PER\nran O\n\nA O\n"), ("dev", "C O\n"), ("test", "Bo O\nran O\n\nBo O\nran O\n"));
        Assert.Equal([new SharedSentences(_folder.File("train"), _folder.File("test"), 1, "Bo ran")], check.Shared);
    }

    [Fact]
    public void TheTextHasEveryFinding()
    {
        var text = Check(
            ("a", "Bo S-PER\n\nBo S-PER\n\nLee E-PER\n\nAl B-PER\nLee E-PER\n"), ("b", "Bo S\n"),
            ("c", "Al S-PER\nin O\nNew I-LOC\nYork I-LOC\n")).ToText();
        Assert.Equal(
            $"""
            {_folder.File("a")}: BIOES, 4 sentences, 5 words, 4 entities
              PER 4
              1 sentences that stand there more than once
                {_folder.File("a")}:3: the sentence of line 1 again
              1 invalid places
                {_folder.File("a")}:5: BIOES does not allow E-PER at the start of a sentence; learned as an entity that starts there, and none in strict scores without a repair
            {_folder.File("b")}: BIOES, 1 sentences, 1 words, 1 entities
              (unnamed) 1
              1 sentences of earlier files
                {_folder.File("b")}:1: stands in {_folder.File("a")}:1 too
              1 types that the first file does not have
                {_folder.File("b")}:1: type (unnamed) is not in {_folder.File("a")}; 1 entities have it
              no invalid places
            {_folder.File("c")}: MIXED, 1 sentences, 4 words, 2 entities
              LOC 1
              PER 1
              1 types that the first file does not have
                {_folder.File("c")}:3: type LOC is not in {_folder.File("a")}; 1 entities have it
              the types have letters of different schemes, and each is read by its own: scheme mixed (LOC: a run of I; PER: S); a scheme given shows the places that break it
              no invalid places
            1 sentences stand in {_folder.File("a")} and in {_folder.File("b")}, for example: Bo

            """, text);
    }

    [Theory]
    [InlineData("a O\n\na O\n", DataFindingKind.Repeated, 3, "the sentence of line 1 again")]
    [InlineData("a O\n\nb O\n\na S-X\n", DataFindingKind.RepeatedWithOtherLabels, 5, "the sentence of line 1 again, with other labels")]
    [InlineData("a S-PER\n\nb S-PER\nc S-Per\n", DataFindingKind.SimilarTypes, 4, "types PER and Per differ by capitals only")]
    [InlineData("in O\nM\u043Escow S-LOC\n", DataFindingKind.MixedScripts, 2, "'M\u043Escow' has letters of Latin and Cyrillic")]
    [InlineData("in O\nOs\u200Blo S-LOC\n", DataFindingKind.InvisibleCharacters, 2, "'Os\u200Blo' holds U+200B, which shows nothing")]
    public void WhatMayBeWrongIsListedWithItsLine(string text, DataFindingKind kind, long line, string message)
    {
        var file = Check(("a", text)).Files.Single();
        Assert.Equal(new DataFinding(kind, _folder.File("a"), line, message), Assert.Single(file.Findings));
    }

    [Theory]
    [InlineData("5\u00B5m \u03A9hm caf\u00E9 \u041C\u043E\u0441\u043A\u0432\u0430 T\u6064 \u0645\u06CC\u200C\u0631")]   // units, accents, one script, Latin beside Chinese, a joiner
    public void WordsThatAreRightAreNotListed(string words) =>
        Assert.Empty(Check(("a", string.Concat(words.Split(' ').Select(word => $"{word} O\n")))).Files.Single().Findings);

    [Fact]
    public void TypesAndSentencesAreComparedWithTheFilesBefore()
    {
        var check = Check(("train", "Bo S-PER\n\nA O\n"), ("dev", "C O\nD S-ORG\n"), ("test", "A O\n\nE S-ORG\nF S-PER\nG S-ORG\n"));
        Assert.Equal([new DataFinding(DataFindingKind.UnseenType, _folder.File("dev"), 2, $"type ORG is not in {_folder.File("train")}; 1 entities have it")], check.Files[1].Findings);
        Assert.Equal(
            [
                new DataFinding(DataFindingKind.Shared, _folder.File("test"), 1, $"stands in {_folder.File("train")}:3 too"),
                new DataFinding(DataFindingKind.UnseenType, _folder.File("test"), 3, $"type ORG is not in {_folder.File("train")}; 2 entities have it"),
            ], check.Files[2].Findings);
    }

    [Fact]
    public void EveryPlaceThatCannotBeReadIsListedAndTheRestIsChecked()
    {
        var path = _folder.Write("a", "Bo S-PER\nran\n\nNew York S-LOC\nis O\n\nin O\nOslo B-\n\n O\nso O\n\nBo S-PER\nleft O\n");
        var check = DataCheck.Read([path]);
        Assert.Equal([2L, 4, 10, 8], check.Files[0].Unreadable.Select(problem => problem.Line));
        Assert.Equal((4, 5L, 2), (check.Files[0].Sentences, check.Files[0].Words, check.Files[0].Entities));
        var error = Assert.Throws<InvalidInputException>(check.ThrowIfUnreadable);
        Assert.Equal((path, (long?)2), (error.File, error.Line));
        Assert.Contains("no label in 'ran'", error.Message, StringComparison.Ordinal);
        Assert.Contains("(4 places cannot be read)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfWhichNothingCanBeReadIsListedToo()
    {
        var check = DataCheck.Read([_folder.Write("a", "only\nwords\n"), _folder.Write("b", "Bo O\n")]);
        Assert.Equal([2, 0], check.Files.Select(file => file.Unreadable.Count));
        Assert.Equal([0, 1], check.Files.Select(file => file.Sentences));
        Assert.Contains("no such file", Assert.Throws<InvalidInputException>(() => DataCheck.Read([_folder.File("absent")])).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private DataCheck Check(params (string Name, string Text)[] files) =>
        DataCheck.Of([.. files.Select(file => LabeledData.Read(_folder.Write(file.Name, file.Text)))]);
}
