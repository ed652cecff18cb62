using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>The tokenizer files of a Hugging Face folder.</summary>
internal static class TokenizerFolder
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // pieces stay readable; the file is not part of a web page
    };

    public const string VocabularyName = "vocab.txt", JsonName = "tokenizer.json";

    private const string ConfigName = "tokenizer_config.json", SpecialsName = "special_tokens_map.json";

    /// <summary>The files that are written.</summary>
    public static IReadOnlyList<string> Names { get; } = [VocabularyName, JsonName, ConfigName, SpecialsName];

    public static BertTokenizer Load(string folder)
    {
        FolderUpdate.Complete(folder);
        var config = TokenizerConfig.Read(folder);
        var json = Path.Combine(folder, JsonName);
        if (File.Exists(json))
        {
            var read = TokenizerJson.Read(json);
            return Create(json, read.Pieces, [], read.Added.Concat(config.AddedTokens()), config.Apply(read.Options), config.Apply(read.Specials));
        }
        var text = Path.Combine(folder, VocabularyName);
        if (!File.Exists(text))
            throw new InvalidInputException(InputKind.Model, folder, $"the folder holds no tokenizer: neither {JsonName} nor {VocabularyName}; copy those of the model that it comes from into it");
        config.RequireWordPieceClass();
        var pieces = VocabularyFile.Read(text);
        var (options, specials) = (config.Apply(new TokenizerOptions()), config.Apply(new SpecialPieces()));
        List<string> warnings = [.. VocabularyFile.Duplicates(pieces), .. VocabularyFile.UnreachableCapitals(pieces, options, specials)];
        return Create(text, pieces, warnings, config.AddedTokens(), options, specials);
    }

    public static void Save(BertTokenizer tokenizer, string folder)
    {
        VocabularyFile.Write(Path.Combine(folder, VocabularyName), tokenizer.Vocabulary.Pieces.Take(tokenizer.ModelPieces));
        Write(JsonName, TokenizerJsonWriter.ToJson(tokenizer));
        Write(ConfigName, TokenizerConfigWriter.ToConfig(tokenizer));
        Write(SpecialsName, TokenizerConfigWriter.ToSpecialsMap(tokenizer));

        void Write(string name, JsonObject json) => AtomicFile.WriteText(Path.Combine(folder, name), json.ToJsonString(_readable) + "\n");
    }

    // Added tokens that WordPiece does not know follow its pieces without a gap.
    private static BertTokenizer Create(
        string file, List<string> pieces, List<string> warnings, IEnumerable<AddedToken> added, TokenizerOptions options, SpecialPieces specials)
    {
        var modelPieces = pieces.Count;
        var tokens = added.DistinctBy(token => token.Content, StringComparer.Ordinal).OrderBy(token => token.Id).ToList();
        foreach (var token in tokens)
        {
            if (token.Id == pieces.Count) pieces.Add(token.Content);
            if (token.Id >= pieces.Count || pieces[token.Id] != token.Content)
            {
                throw new InvalidInputException(InputKind.Model, file, token.Id < pieces.Count
                    ? $"added token {UntrustedText.Quote(token.Content)} has id {token.Id}, which is piece {UntrustedText.Quote(pieces[token.Id])}"
                    : $"added token {UntrustedText.Quote(token.Content)} has id {token.Id}; the next free id is {pieces.Count}");
            }
        }
        var vocabulary = new Vocabulary(pieces, specials, file) { Warnings = warnings };
        return new BertTokenizer(vocabulary, options, tokens, modelPieces);
    }
}
