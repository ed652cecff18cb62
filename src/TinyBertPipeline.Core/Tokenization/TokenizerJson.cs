using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>What a <c>tokenizer.json</c> of the BERT kind holds.</summary>
/// <param name="Pieces">WordPiece's pieces by id; an id that the file leaves out is an empty piece.</param>
/// <param name="Added">Added tokens.</param>
/// <param name="Options">How text is read.</param>
/// <param name="Specials">Spellings of unknown, first and last piece as the file has them.</param>
internal sealed record TokenizerJson(List<string> Pieces, List<AddedToken> Added, TokenizerOptions Options, SpecialPieces Specials)
{
    private const string BertKind = "only BertNormalizer, BertPreTokenizer and WordPiece are supported";

    /// <exception cref="InvalidInputException">The file is no tokenizer of the BERT kind; the message names the part that is not.</exception>
    public static TokenizerJson Read(string path)
    {
        var json = InputFile.ReadBytes(path, InputKind.Model, JsonFile.MaxLength);
        if (VocabularyJson.TryTake(json) is var (pieces, others))
        {
            try
            {
                return Read(new TokenizerFields(JsonFile.Parse(others, path, InputKind.Model), path), pieces);
            }
            catch (InvalidInputException)
            {
                // said below of the whole file, with the right line
            }
        }
        return Read(new TokenizerFields(JsonFile.Parse(json, path, InputKind.Model), path), pieces: null);
    }

    private static TokenizerJson Read(TokenizerFields root, List<string>? pieces)
    {
        var normalizer = RequirePart(root, "normalizer", "BertNormalizer");
        RequirePart(root, "pre_tokenizer", "BertPreTokenizer");
        var model = RequirePart(root, "model", "WordPiece");
        model.RequireText("continuing_subword_prefix", "##");
        var (classify, separate) = SequenceTemplate.Read(root);
        var options = new TokenizerOptions
        {
            Lowercase = normalizer.Flag("lowercase") ?? true,
            StripAccents = normalizer.Flag("strip_accents"),
            TokenizeChineseCharacters = normalizer.Flag("handle_chinese_chars") ?? true,
            CleanText = normalizer.Flag("clean_text") ?? true,
            MaxWordCharacters = model.Integer("max_input_chars_per_word", 1, int.MaxValue) ?? 100,
        };
        var added = root.Objects("added_tokens")
            .Select(token => AddedTokenReader.Read(token, token.Require(token.Integer("id", 0, int.MaxValue), "id"))).ToList();
        var specials = new SpecialPieces { Unknown = model.Text("unk_token") ?? "[UNK]", Classify = classify, Separate = separate };
        return new TokenizerJson(pieces ?? ReadPieces(model), added, options, specials);
    }

    private static TokenizerFields RequirePart(TokenizerFields root, string key, string type)
    {
        var part = root.Object(key) ?? throw root.Refuse($"there is no {key}; {BertKind}");
        var found = part.Text("type");
        return found == type ? part : throw root.Refuse($"{key} is of type {UntrustedText.Quote(found ?? "")}; {BertKind}");
    }

    private static List<string> ReadPieces(TokenizerFields model)
    {
        var vocabulary = model.Object("vocab") ?? throw model.Refuse("model.vocab is missing");
        var pieces = new Dictionary<int, string>();
        foreach (var (piece, _) in vocabulary.Entries)
        {
            var id = vocabulary.Require(vocabulary.Integer(piece, 0, Vocabulary.MaxPieces - 1), piece);
            if (!pieces.TryAdd(id, piece))
                throw model.Refuse($"{UntrustedText.Quote(pieces[id])} and {UntrustedText.Quote(piece)} have the same id {id}");
        }
        if (pieces.Count == 0) throw model.Refuse("model.vocab is empty");
        return [.. Enumerable.Range(0, pieces.Keys.Max() + 1).Select(id => pieces.GetValueOrDefault(id, ""))];
    }
}
