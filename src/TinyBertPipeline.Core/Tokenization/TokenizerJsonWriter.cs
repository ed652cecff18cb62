using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Makes the <c>tokenizer.json</c> that Hugging Face's library writes for a BERT tokenizer.</summary>
internal static class TokenizerJsonWriter
{
    public static JsonObject ToJson(BertTokenizer tokenizer) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. tokenizer.AddedTokens.Select(Describe)]),
        ["normalizer"] = new JsonObject
        {
            ["type"] = "BertNormalizer",
            ["clean_text"] = tokenizer.Options.CleanText,
            ["handle_chinese_chars"] = tokenizer.Options.TokenizeChineseCharacters,
            ["strip_accents"] = tokenizer.Options.StripAccents,
            ["lowercase"] = tokenizer.Options.Lowercase,
        },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
        ["post_processor"] = SequenceTemplate.ToJson(tokenizer.Vocabulary),
        ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = "##", ["cleanup"] = true },
        ["model"] = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = tokenizer.Vocabulary.Specials.Unknown,
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = tokenizer.Options.MaxWordCharacters,
            ["vocab"] = Pieces(tokenizer),
        },
    };

    private static JsonObject Describe(AddedToken token) => new()
    {
        ["id"] = token.Id,
        ["content"] = token.Content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = token.Normalized,
        ["special"] = token.Special,
    };

    // A piece that stands twice is written with its last id, the one that counts.
    private static JsonObject Pieces(BertTokenizer tokenizer)
    {
        var pieces = new JsonObject();
        for (var id = 0; id < tokenizer.ModelPieces; id++) pieces[tokenizer.Vocabulary[id]] = id;
        return pieces;
    }
}
