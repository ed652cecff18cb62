using System.Globalization;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Makes <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> with the keys of transformers 4.57.</summary>
internal static class TokenizerConfigWriter
{
    public static JsonObject ToConfig(BertTokenizer tokenizer)
    {
        var (options, specials) = (tokenizer.Options, tokenizer.Vocabulary.Specials);
        var config = new JsonObject
        {
            ["added_tokens_decoder"] = new JsonObject(tokenizer.AddedTokens.Select(token =>
                KeyValuePair.Create<string, JsonNode?>(token.Id.ToString(CultureInfo.InvariantCulture), Describe(token)))),
            ["clean_up_tokenization_spaces"] = true,
            ["cls_token"] = specials.Classify,
            ["do_basic_tokenize"] = true,
            ["do_lower_case"] = options.Lowercase,
            ["extra_special_tokens"] = new JsonObject(),
            ["mask_token"] = specials.Mask,
            ["model_max_length"] = options.MaxLength is { } length ? length : JsonNode.Parse("1000000000000000019884624838656"),
            ["never_split"] = null,
            ["pad_token"] = specials.Pad,
            ["sep_token"] = specials.Separate,
            ["strip_accents"] = options.StripAccents,
            ["tokenize_chinese_chars"] = options.TokenizeChineseCharacters,
            ["tokenizer_class"] = "BertTokenizer",
            ["unk_token"] = specials.Unknown,
        };
        if (options.SplitSpecialTokens) config["split_special_tokens"] = true;
        if (tokenizer.Vocabulary.MaskId < 0) config.Remove("mask_token");   // a stated token is added to a vocabulary that lacks it
        return config;
    }

    public static JsonObject ToSpecialsMap(BertTokenizer tokenizer)
    {
        var specials = tokenizer.Vocabulary.Specials;
        var map = new JsonObject
        {
            ["cls_token"] = specials.Classify,
            ["mask_token"] = specials.Mask,
            ["pad_token"] = specials.Pad,
            ["sep_token"] = specials.Separate,
            ["unk_token"] = specials.Unknown,
        };
        if (tokenizer.Vocabulary.MaskId < 0) map.Remove("mask_token");
        return map;
    }

    private static JsonObject Describe(AddedToken token) => new()
    {
        ["content"] = token.Content,
        ["lstrip"] = false,
        ["normalized"] = token.Normalized,
        ["rstrip"] = false,
        ["single_word"] = false,
        ["special"] = token.Special,
    };
}
