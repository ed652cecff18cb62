using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Pretraining.Text;

namespace TinyBertPipeline.Training.Tests.Pretraining.Text;

public sealed class TokenMaskerTests
{
    private const int Length = 126;

    private static readonly Vocabulary _vocabulary = new(
        ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(0, 994).Select(i => i % 4 == 3 ? $"##p{i}" : $"p{i}")]);

    private static readonly WordPieces _words = new(_vocabulary);

    public static TheoryData<long> Counts =>
    [
        .. ReferenceData.ReadJson("masking", "bounds.json").GetProperty("counts").EnumerateArray()
            .Select(row => row.GetProperty("tokens").GetInt64()),
    ];

    [Theory]
    [MemberData(nameof(Counts))]
    public void TheSharesOfHiddenPiecesLieWithinTheBounds(long count)
    {
        var bounds = ReferenceData.ReadJson("masking", "bounds.json").GetProperty("counts").EnumerateArray()
            .Single(row => row.GetProperty("tokens").GetInt64() == count);
        var masker = new TokenMasker(_vocabulary, _words, 0.15, wholeWords: false);
        var (selected, masked, random, kept) = (0L, 0L, 0L, 0L);
        for (long done = 0, row = 0; done < count; done += Length, row++)
        {
            var length = (int)Math.Min(Length, count - done);
            var before = Sequence(length, row);
            var after = masker.Mask(new PieceSequence([.. before], before.Length, null), Draws.For(11, 4, 0, row));
            selected += after.Positions.Length;
            foreach (var (position, target) in after.Positions.Zip(after.Targets))
            {
                Assert.Equal(before[position], target);
                Assert.True(target > _vocabulary.MaskId, "a control piece was hidden");
                var shown = after.Sequence.Ids[position];
                if (shown == _vocabulary.MaskId) masked++;
                else if (shown == target) kept++;
                else random++;
                Assert.True(shown >= _vocabulary.MaskId, "a control piece took another's place");
            }
            var hidden = after.Positions.ToHashSet();
            var others = before.Index().Where(piece => !hidden.Contains(piece.Index));
            Assert.All(others, piece => Assert.Equal(piece.Item, after.Sequence.Ids[piece.Index]));
        }
        AssertWithin("selected", selected);
        AssertWithin("replaced_by_mask", masked);
        AssertWithin("replaced_by_random", random);
        AssertWithin("selected_but_kept", kept);

        void AssertWithin(string name, long found)
        {
            var bound = bounds.GetProperty(name);
            Assert.InRange(found, bound.GetProperty("low").GetInt64(), bound.GetProperty("high").GetInt64());
        }
    }

    [Fact]
    public void WholeWordsAreHiddenWithAllTheirPiecesAtTheSameRate()
    {
        var masker = new TokenMasker(_vocabulary, _words, 0.15, wholeWords: true);
        var (selected, all) = (0, 0);
        for (var row = 0; row < 2000; row++)
        {
            var before = Sequence(Length, row);
            var after = masker.Mask(new PieceSequence([.. before], before.Length, null), Draws.For(3, 4, 0, row));
            var hidden = after.Positions.ToHashSet();
            for (var position = 2; position < before.Length; position++)
            {
                if (_words.Continues(before[position]) && !_words.IsControl(before[position - 1]))
                    Assert.Equal(hidden.Contains(position - 1), hidden.Contains(position));
            }
            (selected, all) = (selected + hidden.Count, all + Length);
        }
        Assert.InRange(selected / (double)all, 0.145, 0.155);
    }

    [Fact]
    public void TheSameDrawHidesTheSamePiecesAndAnotherPassOthers()
    {
        var masker = new TokenMasker(_vocabulary, _words, 0.15, wholeWords: false);
        int[] Positions(long pass) => masker.Mask(new PieceSequence(Sequence(Length, 1), Length + 2, null), Draws.For(1, 4, pass, 9)).Positions;
        Assert.Equal(Positions(0), Positions(0));
        Assert.NotEqual(Positions(0), Positions(1));
    }

    [Fact]
    public void AVocabularyWithoutMaskIsRefused()
    {
        var vocabulary = new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"]);
        Assert.Throws<InvalidInputException>(() => new TokenMasker(vocabulary, new WordPieces(vocabulary), 0.15, wholeWords: false));
    }

    // Text pieces between control pieces, of which some stand within the text, too; those are not counted.
    private static int[] Sequence(int length, long seed)
    {
        var random = new Random((int)seed);
        int[] text = [.. Enumerable.Range(0, length).Select(_ => random.Next(6, _vocabulary.Count))];
        return [_vocabulary.ClassifyId, .. text[..(length / 2)], _vocabulary.UnknownId, _vocabulary.SeparateId, .. text[(length / 2)..], _vocabulary.SeparateId];
    }
}
