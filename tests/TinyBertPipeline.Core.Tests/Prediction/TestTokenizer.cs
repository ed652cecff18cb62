using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Prediction;

/// <summary>A tokenizer of a few pieces: single letters, so that a word of n letters has n pieces, and some whole words.</summary>
internal static class TestTokenizer
{
    public static BertTokenizer Create() => new(
        new Vocabulary(
        [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
            .. "abcdefghijklmnopqrstuvwxyz".SelectMany(letter => new[] { $"{letter}", $"##{letter}" }),
            "ann", "lives", "in", "paris", "北", "京", "小", "明", ".", "😀",
        ]),
        new TokenizerOptions { Lowercase = true });

    /// <summary>Words of the given numbers of pieces.</summary>
    public static string[] Words(IEnumerable<int> pieces, Random random) =>
        [.. pieces.Select(count => new string([.. Enumerable.Range(0, count).Select(_ => "qxzjkv"[random.Next(6)])]))];
}
