using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Pretraining.Text;

namespace TinyBertPipeline.Training.Tests.Pretraining.Text;

public sealed class PieceSequencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BertTokenizer _tokenizer = new(TextData.Vocabulary, new TokenizerOptions());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PackedRowsHoldTheWholeTextInOrderAndAreFull()
    {
        using var text = Encode(borders: null);
        var rows = new PackedRows(text.Learnt, TextData.Vocabulary, new WordPieces(TextData.Vocabulary), 32);
        var joined = Enumerable.Range(0, rows.Count).SelectMany(row => rows.Sequence(0, row).Ids[1..^1]).ToArray();
        Assert.Equal(All(text.Learnt), joined);
        Assert.All(Enumerable.Range(0, rows.Count - 1), row => Assert.InRange(rows.Sequence(0, row).Ids.Length, 30, 32));
        Assert.Equal(All(text.Learnt).Count(id => id != TextData.Vocabulary.SeparateId), text.Counts.Sum());
    }

    [Fact]
    public void WhatIsHeldOutIsNotLearntFrom()
    {
        using var text = Encode(borders: null, heldPieces: 100);
        Assert.InRange(text.Held.Pieces.Count, 1, 400);
        using var whole = Encode(borders: null, heldPieces: 0);
        Assert.Equal(whole.Learnt.Pieces.Count, text.Learnt.Pieces.Count + text.Held.Pieces.Count);
    }

    [Fact]
    public void HalfOfThePairsTakeTheirSecondTextFromAnotherDocument()
    {
        using var text = Encode(new SentenceBorders(14));
        var pairs = new SentencePairs(text.Learnt, TextData.Vocabulary, 32, seed: 1);
        var sequences = Enumerable.Range(0, pairs.Count).Select(index => pairs.Sequence(0, index)).ToArray();
        Assert.InRange(sequences.Average(sequence => sequence.NextSentence!.Value), 0.45, 0.55);
        Assert.All(sequences, sequence =>
        {
            Assert.InRange(sequence.Ids.Length, 5, 32);
            Assert.Equal(TextData.Vocabulary.ClassifyId, sequence.Ids[0]);
            Assert.Equal(TextData.Vocabulary.SeparateId, sequence.Ids[sequence.SecondStart - 1]);
            Assert.Equal(TextData.Vocabulary.SeparateId, sequence.Ids[^1]);
            Assert.Equal(2, sequence.Ids.Count(id => id == TextData.Vocabulary.SeparateId));
            Assert.Equal(sequence.Ids.Length - sequence.SecondStart, sequence.Segments()!.Sum());
        });
        Assert.Equal(sequences[3].Ids, pairs.Sequence(0, 3).Ids);
        Assert.Contains(Enumerable.Range(0, pairs.Count), index => !pairs.Sequence(1, index).Ids.SequenceEqual(sequences[index].Ids));
    }

    [Fact]
    public void ASecondTextThatFollowsStandsBehindTheFirstInTheText()
    {
        using var text = Encode(new SentenceBorders(14));
        var pairs = new SentencePairs(text.Learnt, TextData.Vocabulary, 64, seed: 1);
        var all = string.Join(' ', All(text.Learnt));
        var following = Enumerable.Range(0, pairs.Count).Select(index => pairs.Sequence(0, index))
            .Where(sequence => sequence.NextSentence == 0 && sequence.Ids.Length < 60).ToArray();
        Assert.NotEmpty(following);
        Assert.All(following, sequence => Assert.Contains(
            string.Join(' ', sequence.Ids[1..^1].Where(id => id != TextData.Vocabulary.SeparateId)), all, StringComparison.Ordinal));
    }

    private static int[] All(PieceText text)
    {
        var ids = new int[text.Pieces.Count];
        text.Pieces.Read(0, ids);
        return ids;
    }

    private TextEncoding Encode(SentenceBorders? borders, long heldPieces = 0)
    {
        var text = new TextEncoding(_tokenizer, _folder.File(Guid.NewGuid().ToString("N")), borders, heldPieces);
        text.Add([_folder.Write("texts.txt", TextData.Text(300, seed: 2))], CancellationToken.None);
        return text;
    }
}
