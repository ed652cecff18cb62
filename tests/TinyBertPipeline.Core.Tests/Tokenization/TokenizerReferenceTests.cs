using System.Text.Json;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

/// <summary>Every row of reference/tokenizer: tokens, ids and offsets of Hugging Face's fast tokenizer.</summary>
public sealed class TokenizerReferenceTests
{
    public static TheoryData<string> Settings => [.. TokenizerReference.SettingIds];

    [Theory, MemberData(nameof(Settings))]
    public void TextsGiveTheTokensIdsAndOffsetsOfTheReference(string setting)
    {
        var tokenizer = TokenizerReference.Tokenizer(setting);
        var rows = 0;
        foreach (var row in ReferenceData.ReadJsonLines("tokenizer", setting + ".jsonl"))
        {
            var options = new EncodingOptions { AddSpecialPieces = row.GetProperty("add_special_tokens").GetBoolean() };
            TokenizerReference.AssertRow(row, tokenizer.Encode(row.GetProperty("text").GetString()!, null, options));
            rows++;
        }
        Assert.True(rows > 0);
    }

    [Fact]
    public void PairsAreAssembledAndTruncatedAsInTheReference()
    {
        foreach (var row in ReferenceData.ReadJsonLines("tokenizer", "pairs.jsonl"))
        {
            var tokenizer = TokenizerReference.Tokenizer(row.GetProperty("setting").GetString()!);
            var encoded = tokenizer.Encode(row.GetProperty("text_a").GetString()!, row.GetProperty("text_b").GetString()!, PairOptions(row));
            TokenizerReference.AssertRow(row, encoded);
            Assert.Equal(TokenizerReference.Integers(row.GetProperty("token_type_ids")), encoded.TypeIds);
            var sequences = row.GetProperty("sequence_ids").EnumerateArray().Select(id => id.ValueKind == JsonValueKind.Null ? -1 : id.GetInt32());
            Assert.Equal(sequences, encoded.WordIds.Select((word, i) => word < 0 ? -1 : encoded.TypeIds[i]));
        }
    }

    [Fact]
    public void GivenWordsKeepTheirIndicesAndOffsetsWithinTheWord()
    {
        foreach (var row in ReferenceData.ReadJsonLines("tokenizer", "words.jsonl"))
        {
            var words = row.GetProperty("words").EnumerateArray().Select(word => word.GetString()!).ToArray();
            var tokenizer = TokenizerReference.Tokenizer(row.GetProperty("setting").GetString()!);
            var encoded = tokenizer.Encode(words);
            TokenizerReference.AssertRow(row, encoded);
            TokenizerReference.AssertWordIds(row, encoded);
            Assert.Equal(encoded.Ids[1..^1], words.SelectMany((word, i) => encoded.WordIds.Contains(i) ? tokenizer.EncodeWord(word) : []));
        }
    }

    [Fact]
    public void LongTextsBecomeTheWindowsOfTheReference()
    {
        foreach (var row in ReferenceData.ReadJsonLines("tokenizer", "windows.jsonl"))
        {
            var tokenizer = TokenizerReference.Tokenizer(row.GetProperty("setting").GetString()!);
            var windows = tokenizer.EncodeWindows(
                row.GetProperty("text").GetString()!, row.GetProperty("max_length").GetInt32(), row.GetProperty("stride").GetInt32());
            var expected = row.GetProperty("windows").EnumerateArray().ToList();
            Assert.Equal(expected.Count, windows.Count);
            for (var i = 0; i < windows.Count; i++)
            {
                TokenizerReference.AssertRow(expected[i], windows[i]);
                TokenizerReference.AssertWordIds(expected[i], windows[i]);
            }
        }
    }

    private static EncodingOptions PairOptions(JsonElement row) => row.GetProperty("truncation").GetString() switch
    {
        null => new EncodingOptions(),
        var strategy => new EncodingOptions
        {
            MaxTokens = row.GetProperty("max_length").GetInt32(),
            Truncation = Enum.Parse<Truncation>(strategy.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        },
    };
}
