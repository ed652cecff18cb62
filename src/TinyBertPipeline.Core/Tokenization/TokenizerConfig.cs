using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// What <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and <c>added_tokens.json</c> of a folder say; each may be absent.
/// </summary>
internal sealed class TokenizerConfig
{
    private static readonly string[] _wordPieceClasses =
    [
        "BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "DistilBertTokenizerFast", "ElectraTokenizer", "ElectraTokenizerFast",
        "MobileBertTokenizer", "MobileBertTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend",
    ];

    private readonly TokenizerFields _config;
    private readonly TokenizerFields _map;
    private readonly TokenizerFields _added;

    private TokenizerConfig(TokenizerFields config, TokenizerFields map, TokenizerFields added) => (_config, _map, _added) = (config, map, added);

    public static TokenizerConfig Read(string folder)
    {
        return new TokenizerConfig(ReadFields("tokenizer_config.json"), ReadFields("special_tokens_map.json"), ReadFields("added_tokens.json"));

        TokenizerFields ReadFields(string name)
        {
            var path = Path.Combine(folder, name);
            return File.Exists(path) ? TokenizerFields.Read(path) : new TokenizerFields([], path);
        }
    }

    /// <summary>The class that Python code would load; a folder without <c>tokenizer.json</c> is understood only for BERT's own.</summary>
    public void RequireWordPieceClass()
    {
        if (_config.Text("tokenizer_class") is { } name && !_wordPieceClasses.Contains(name, StringComparer.Ordinal))
            throw _config.Refuse($"tokenizer_class is {UntrustedText.Quote(name)}; supported are {string.Join(", ", _wordPieceClasses)}");
    }

    /// <summary>Settings that are stated here; the others as in <paramref name="unstated"/>.</summary>
    public TokenizerOptions Apply(TokenizerOptions unstated) => ApplyNormalizer(unstated) with
    {
        SplitSpecialTokens = _config.Flag("split_special_tokens") ?? unstated.SplitSpecialTokens,
        MaxLength = ReadMaxLength(),
    };

    /// <summary>Spellings that are stated here; the others as in <paramref name="unstated"/>.</summary>
    public SpecialPieces Apply(SpecialPieces unstated)
    {
        return new SpecialPieces
        {
            Pad = Find("pad_token", unstated.Pad),
            Unknown = Find("unk_token", unstated.Unknown),
            Classify = Find("cls_token", unstated.Classify),
            Separate = Find("sep_token", unstated.Separate),
            Mask = Find("mask_token", unstated.Mask),
        };

        string Find(string key, string otherwise) => _config.TextOrContent(key) ?? _map.TextOrContent(key) ?? otherwise;
    }

    /// <summary>
    /// The added tokens of <c>added_tokens_decoder</c>, then those of <c>added_tokens.json</c>, the older form. A token may be in both.
    /// </summary>
    public IEnumerable<AddedToken> AddedTokens()
    {
        if (_config.Object("added_tokens_decoder") is { } decoder)
        {
            foreach (var (key, _) in decoder.Entries)
            {
                if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                    throw _config.Refuse($"key {UntrustedText.Quote(key)} of added_tokens_decoder: expected an id");
                yield return AddedTokenReader.Read(decoder.Require(decoder.Object(key), key), id);
            }
        }
        var special = _map.Texts("additional_special_tokens").ToHashSet(StringComparer.Ordinal);
        special.UnionWith(Apply(new SpecialPieces()).All);
        foreach (var (content, _) in _added.Entries)
        {
            var id = _added.Require(_added.Integer(content, 0, int.MaxValue), content);
            yield return new AddedToken(content, id, special.Contains(content), !special.Contains(content));
        }
    }

    // As in transformers: BERT's own classes change tokenizer.json after this file, the class for any tokenizer does not.
    private TokenizerOptions ApplyNormalizer(TokenizerOptions unstated) => _config.Text("tokenizer_class") == "PreTrainedTokenizerFast"
        ? unstated
        : unstated with
        {
            Lowercase = _config.Flag("do_lower_case") ?? unstated.Lowercase,
            StripAccents = _config.Has("strip_accents") ? _config.Flag("strip_accents") : unstated.StripAccents,
            TokenizeChineseCharacters = _config.Flag("tokenize_chinese_chars") ?? unstated.TokenizeChineseCharacters,
        };

    // transformers writes 1e30 where no length is known.
    private int? ReadMaxLength()
    {
        if (_config.Number("model_max_length") is not { } length || length > int.MaxValue) return null;
        return _config.Integer("model_max_length", 1, int.MaxValue);
    }
}
