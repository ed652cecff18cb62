using System.Runtime.Intrinsics;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class PieceCacheTests
{
    [Theory]
    [InlineData("Abc9 x", 0, 4, true, "abc9")]
    [InlineData("Abc9 x", 0, 4, false, "Abc9")]
    [InlineData("x abcdefghijklmnop", 2, 18, true, "abcdefghijklmnop")]        // sixteen
    [InlineData("abcdefghijklmnopq", 0, 17, true, null)]                       // one too many
    [InlineData("ab-c", 0, 4, true, null)]
    [InlineData("caf\u00E9 and much more behind", 0, 4, true, null)]
    [InlineData("ab\u0141d and much more behind", 0, 4, true, null)]           // U+0141 has the low byte of a letter
    [InlineData("@[`{/: and what is behind", 0, 1, true, null)]
    public void ShortWordsOfAsciiLettersAndDigitsAreTheirOwnKeys(string text, int from, int to, bool lowercase, string? expected)
    {
        Assert.Equal(expected is not null, AsciiWord.TryPack(text, from, to, lowercase, out var key));
        Assert.Equal(expected ?? "", string.Concat(Enumerable.Range(0, 16).Select(i => (char)key[i])).TrimEnd('\0'));
    }

    [Theory]
    [InlineData("abc", 0)]                                           // the last fifteen units are left to the caller
    [InlineData("abcdefghijklmnop", 16)]
    [InlineData("abc defghijklmnop", 3)]
    [InlineData("abcdefghijklmnopqrstuvw.yzabcdefghijklmnop", 23)]
    [InlineData("\u0141bcdefghijklmnopqrst", 0)]
    public void LettersAndDigitsAreCountedSixteenAtATime(string text, int length) => Assert.Equal(length, AsciiWord.Length(text));

    [Fact]
    public void WhatIsKeptIsFoundWithItsPlaces()
    {
        var (cache, output) = (new PieceCache(), new PieceBuffer());
        cache.Keep(Key("playing"), 10, [new Piece(4, 3, 10, 14), new Piece(1 << 21, 3, 14, 17)]);
        Assert.False(cache.TryAppend(Key("plays"), 0, 0, output));
        Assert.True(cache.TryAppend(Key("playing"), 8, 100, output));
        Assert.Equal([new Piece(4, 8, 100, 104), new Piece(1 << 21, 8, 104, 107)], output.Pieces.ToArray());
    }

    [Fact]
    public void WordsOfManyPiecesAreNotKept()
    {
        var (cache, output) = (new PieceCache(), new PieceBuffer());
        cache.Keep(Key("abcdefgh"), 0, [.. Enumerable.Range(0, 8).Select(i => new Piece(5, 0, i, i + 1))]);
        Assert.False(cache.TryAppend(Key("abcdefgh"), 0, 0, output));
    }

    [Fact]
    public void TheRoomIsBoundedHoweverManyWordsThereAre()
    {
        var cache = new PieceCache();
        for (var i = 0; i < 200_000; i++) cache.Keep(Key($"w{i}"), 0, [new Piece(i, 0, 0, 1)]);
        Assert.Equal(PieceCache.MaxEntries, cache.Capacity);
        var output = new PieceBuffer();
        Assert.InRange(Enumerable.Range(0, 200_000).Count(i => cache.TryAppend(Key($"w{i}"), 0, 0, output)), 1, PieceCache.MaxEntries);
    }

    // Each word's pieces follow from its number, so that a torn or foreign entry would show.
    [Fact]
    public void ThreadsThatWriteAndReadAtOnceNeverSeeForeignPieces()
    {
        var cache = new PieceCache();
        var found = 0;
        Parallel.For(0, 4, thread =>
        {
            var (random, output) = (new Random(thread), new PieceBuffer());
            for (var round = 0; round < 200_000; round++)
            {
                var i = random.Next(1, 2_000);
                var expected = Enumerable.Range(0, 1 + i % 7).Select(part => new Piece(i * 7 + part, 0, part, part + 1)).ToArray();
                output.Clear();
                if (cache.TryAppend(Key($"w{i}"), 0, 0, output))
                {
                    Assert.Equal(expected, output.Pieces.ToArray());
                    Interlocked.Increment(ref found);
                }
                else
                {
                    cache.Keep(Key($"w{i}"), 0, expected);
                }
            }
        });
        Assert.True(found > 100_000);
    }

    private static Vector128<byte> Key(string word) =>
        AsciiWord.TryPack(word, 0, word.Length, lowercase: true, out var key) ? key : throw new ArgumentException(word);
}
