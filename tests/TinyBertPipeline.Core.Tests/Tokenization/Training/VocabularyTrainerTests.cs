using System.Globalization;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Core.Tokenization.Training;

namespace TinyBertPipeline.Core.Tests.Tokenization.Training;

public sealed class VocabularyTrainerTests
{
    private static readonly string _golden = Path.Combine(AppContext.BaseDirectory, "Tokenization", "Golden", "trained-by-tokenizers");

    [Fact]
    public void ControlPiecesComeFirstThenCharactersThenMergesThenUnusedPieces()
    {
        // a ##b ##c 3 + a ##b 2 = 5; then ab ##c 3 beside b ##a 2
        var trained = Train(["abc abc Abc", "ab ab ba. ba é"], 20);
        Assert.Equal(
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "a", "b", "c", "e", "##a", "##b", "##c", "ab", "abc", "ba"],
            trained.Vocabulary.Pieces.Take(16));
        Assert.Equal(["[unused0]", "[unused1]", "[unused2]", "[unused3]"], trained.Vocabulary.Pieces.Skip(16));
        Assert.Equal((4, 5, 9L, 5), (trained.Unused, trained.Characters, trained.Words, trained.DistinctWords));
        Assert.Equal([("a", "##b"), ("ab", "##c"), ("b", "##a")], trained.Merges);
        Assert.Empty(trained.Dropped);
    }

    [Fact]
    public void PiecesThatStandTogetherOnceAreNotMergedUnlessAskedFor()
    {
        Assert.Empty(Train(["xyz"], 20).Merges);
        Assert.Equal([("##y", "##z"), ("x", "##yz")], Train(["xyz"], 20, minCount: 1).Merges);
    }

    [Fact]
    public void OfEqualCountsThePairThatComesFirstInOrdinalOrderIsMerged()
    {
        Assert.Equal([("a", "##z"), ("b", "##c"), ("b", "##d")], Train(["bd az bc", "bc bd az"], 100).Merges);
        Assert.Equal([("##b", "##c"), ("a", "##bc")], Train(["abc abc"], 100).Merges);   // # comes before letters
    }

    [Theory]
    [InlineData("aaaa aaaa aaa")]
    [InlineData("aaaaaa aa baaab baaab")]
    [InlineData("ababab abab bababa")]
    public void EveryMergeIsTheFirstOfThePairsWithTheHighestCountAtItsMoment(string text) => Replay(Train([text], 60), [text]);

    [Fact]
    public void EveryMergeOfRandomTextsIsTheFirstOfThePairsWithTheHighestCount()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var lines = Enumerable.Range(0, 60)
                .Select(_ => string.Join(' ', Enumerable.Range(0, 8).Select(_ => RandomWord(random, 3 + seed % 5)))).ToArray();
            var trained = Train(lines, 40 + 10 * (seed % 12));
            Assert.NotEmpty(trained.Merges);
            Replay(trained, lines);
        }
    }

    // The words and their counts leave no tie in the first merges, where the reference's own result depends on chance.
    [Fact]
    public void ATextWithoutTiesGivesTheVocabularyOfTheReferencesTrainer()
    {
        var rows = File.ReadLines(Path.Combine(_golden, "words.tsv")).Select(line => line.Split('\t')).ToList();
        var lines = rows.SelectMany(row => Enumerable.Repeat(row[0], int.Parse(row[1], CultureInfo.InvariantCulture))).ToArray();
        var reference = File.ReadAllLines(Path.Combine(_golden, "vocab.txt"))[5..];
        var characters = reference.Count(piece => piece.Replace("##", "").Length == 1);
        for (var size = characters; size <= reference.Length; size++)
            Assert.Equal(reference.Take(size).ToHashSet(), Train(lines, size + 5).Vocabulary.Pieces.Skip(5).ToHashSet());
        Assert.True(Replay(Train(lines, reference.Length + 5), lines), "a tie");
    }

    [Fact]
    public void LinesInAnyOrderAndManyThreadsGiveTheSamePieces()
    {
        var random = new Random(7);
        var lines = Enumerable.Range(0, 6_000).Select(_ => string.Join(' ', Enumerable.Range(0, 100).Select(_ => RandomWord(random, 6)))).ToArray();
        var pieces = Train(lines, 500).Vocabulary.Pieces;
        random.Shuffle(lines);
        Assert.Equal(pieces, Train(lines, 500).Vocabulary.Pieces);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(40)]
    [InlineData(2000)]
    public void ThereAreExactlyAsManyPiecesAsAskedFor(int size)
    {
        var pieces = Train(["the lower the newest, widest lowest 中国 北京", "new lowered Élan"], size).Vocabulary.Pieces;
        Assert.Equal(size, pieces.Count);
        Assert.Equal(size, pieces.Distinct().Count());
    }

    [Fact]
    public void ASizeThatDoesNotHoldAllCharactersDropsTheRareOnesAndSaysSo()
    {
        var trained = Train(["aaa ab aab ac", "\U0001F600 d"], 10);   // a ##a b ##b c ##c d and an emoji; five pieces
        Assert.Equal(["a", "b", "##a", "##b"], trained.Vocabulary.Pieces.Skip(5).Take(4));
        Assert.Equal([("c", "U+0063", 1L), ("d", "U+0064", 1L), ("\U0001F600", "U+1F600", 1L)],
            trained.Dropped.Select(character => (character.Text, character.CodePoint, character.Count)));
        var limited = Train(["aaa ab aab ac", "d"], 100, alphabet: 2);
        Assert.Equal((2, 2), (limited.Characters, limited.Dropped.Count));
        Assert.DoesNotContain(limited.Vocabulary.Pieces, piece => piece.EndsWith('c') || piece.EndsWith('d'));
    }

    [Fact]
    public void CharactersThatStandOnceInAMillionMakeWayWhereThePiecesAreNearlyAllCharacters()
    {
        // Ninety characters, one of them once in 1.4 million.
        var common = string.Join(' ', Enumerable.Range(0, 89).Select(i => ((char)(0x4E00 + i)).ToString()));
        var lines = Enumerable.Repeat(common, 16_000).Append("\u5000 xy xy").ToArray();
        Assert.Equal("\u5000", Assert.Single(Train(lines, 98).Dropped).Text);
        Assert.Empty(Train(lines, 200).Dropped);
    }

    [Fact]
    public void ChineseCharactersContinueNoWordUnlessTheyAreMergedLikeLetters()
    {
        string[] lines = ["北京大学 北京", "x北京y é京"];
        Assert.DoesNotContain(Train(lines, 60).Vocabulary.Pieces, piece => piece.StartsWith("##", StringComparison.Ordinal));
        var merged = VocabularyTrainer.Train(
            lines, new VocabularyTrainingOptions { Size = 60, Tokenizer = new TokenizerOptions { TokenizeChineseCharacters = false } });
        Assert.Contains("北京", merged.Vocabulary.Pieces);
        Assert.Contains("##学", merged.Vocabulary.Pieces);
    }

    [Theory]
    [InlineData(true, "e", "É")]
    [InlineData(false, "É", "e")]
    public void WordsAreNormalisedAsTheTokenizerDoes(bool lowercase, string has, string hasNot)
    {
        var trained = VocabularyTrainer.Train(
            ["É 1"], new VocabularyTrainingOptions { Size = 20, Tokenizer = new TokenizerOptions { Lowercase = lowercase } });
        Assert.Contains(has, trained.Vocabulary.Pieces);
        Assert.DoesNotContain(hasNot, trained.Vocabulary.Pieces);
    }

    [Fact]
    public void NoWordOfTheTextIsUnknown()
    {
        string[] lines = ["naïve Ünïcode가 [MASK] ##x a\u200Bb 中文x 𠀀𠀁 \u09CB", new('y', 101)];
        var tokenizer = new BertTokenizer(Train(lines, 120, minCount: 1).Vocabulary, new TokenizerOptions()).WithPlainText();
        Assert.DoesNotContain(tokenizer.Vocabulary.UnknownId, tokenizer.Encode(lines[0]).Ids);
        Assert.DoesNotContain("y", tokenizer.Vocabulary.Pieces);   // a word of more than a hundred characters is unknown whatever the pieces
    }

    [Fact]
    public void MemoryIsBoundedByForgettingTheRarestWords()
    {
        var lines = Enumerable.Range(0, 5_000).Select(i => $"x{i} often often{i % 10}").ToArray();
        var trained = VocabularyTrainer.Train(lines, new VocabularyTrainingOptions { Size = 100, MaxDistinctWords = 100 });
        Assert.Equal((5_000L, 11), (trained.ForgottenWords, trained.DistinctWords));
        Assert.Equal(15_000, trained.Words);
        Assert.Contains("often", trained.Vocabulary.Pieces);
    }

    [Fact]
    public void BadSizesAndTextWithoutWordsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(["a"], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(["a"], 10, minCount: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(["a"], 10, alphabet: 0));
        Assert.Equal(InputKind.Data, Assert.Throws<InvalidInputException>(() => Train([" \u200B"], 10)).Kind);
    }

    [Fact]
    public void AFaultOfTheReaderArrivesAsItIs()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("bad.txt");
        File.WriteAllBytes(path, [(byte)'a', (byte)'\n', 0xE9, (byte)'\n']);
        var e = Assert.Throws<InvalidInputException>(() => VocabularyTrainer.TrainOnFiles([folder.Path], new VocabularyTrainingOptions()));
        Assert.Equal((InputKind.Data, path, 2L), (e.Kind, e.File, e.Line));
    }

    [Fact]
    public void ACancelledTrainingStops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => VocabularyTrainer.Train(["a b"], new VocabularyTrainingOptions(), cancellation: source.Token));
    }

    private static TrainedVocabulary Train(string[] lines, int size, int minCount = 2, int? alphabet = null) =>
        VocabularyTrainer.Train(lines, new VocabularyTrainingOptions { Size = size, MinCount = minCount, Alphabet = alphabet });

    private static string RandomWord(Random random, int letters) =>
        new([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(letters)))]);

    // Counts all pairs of all words anew before each merge. True when no merge had a tie.
    private static bool Replay(TrainedVocabulary trained, string[] lines)
    {
        var words = lines.SelectMany(line => line.Split(' ')).SelectMany(Words).Select(Spell).ToList();
        var unique = true;
        foreach (var merge in trained.Merges)
        {
            var counts = words.SelectMany(word => word.Zip(word.Skip(1))).CountBy(pair => pair).ToList();
            var most = counts.Max(pair => pair.Value);
            var best = counts.Where(pair => pair.Value == most).Select(pair => pair.Key)
                .OrderBy(pair => pair.First, StringComparer.Ordinal).ThenBy(pair => pair.Second, StringComparer.Ordinal).ToList();
            Assert.Equal(best[0], merge);
            unique &= best.Count == 1;
            words.ForEach(word => Merge(word, merge.Left, merge.Right));
        }
        return unique;
    }

    private static IEnumerable<string> Words(string text) => new BertTokenizer(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]),
        new TokenizerOptions()).SplitWords(text).Select(word => Normalize(text[word.Start..word.End]));

    private static string Normalize(string word)
    {
        var normal = new NormalizedText();
        new TextNormalizer(new TokenizerOptions()).Normalize(word, 0, normal, new MarkRun());
        return normal.Units.ToString().Trim();
    }

    private static List<string> Spell(string word) => [.. word.Select((unit, i) => i == 0 ? unit.ToString() : "##" + unit)];

    private static void Merge(List<string> word, string left, string right)
    {
        for (var i = 0; i + 1 < word.Count; i++)
        {
            if (word[i] != left || word[i + 1] != right) continue;
            word[i] = left + right[2..];
            word.RemoveAt(i + 1);
        }
    }
}
