using System.Text.Json.Nodes;
using CsCheck;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class TokenizerFolderTests
{
    private static readonly string _saved = Path.Combine(AppContext.BaseDirectory, "Tokenization", "Golden", "saved-by-transformers");

    public static TheoryData<string> Settings => [.. TokenizerReference.SettingIds];

    [Fact]
    public void AFolderOfTransformersIsWrittenAsItWas()
    {
        using var folder = new TemporaryFolder();
        BertTokenizer.Load(_saved).Save(folder.Path);
        Assert.Equal(File.ReadAllText(Path.Combine(_saved, "vocab.txt")), File.ReadAllText(folder.File("vocab.txt")));
        foreach (var name in new[] { "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json" })
            Assert.Equal(File.ReadAllText(Path.Combine(_saved, name)).TrimEnd('\n'), File.ReadAllText(folder.File(name)).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("vocab.txt")]        // tokenizer.json is enough
    [InlineData("tokenizer.json")]   // vocab.txt and tokenizer_config.json are
    public void EitherFormAloneGivesTheSameTokenizer(string absent)
    {
        using var folder = Copy(_saved);
        File.Delete(folder.File(absent));
        var (whole, part) = (BertTokenizer.Load(_saved), BertTokenizer.Load(folder.Path));
        Assert.Equal(whole.Vocabulary.Pieces, part.Vocabulary.Pieces);
        Assert.Equal(new TokenizerOptions { MaxLength = 64 }, whole.Options);
        Assert.Equal(whole.Options, part.Options);
    }

    [Theory, MemberData(nameof(Settings))]
    public void SavedTokenizersGiveTheReferenceInEitherForm(string setting)
    {
        var tokenizer = TokenizerReference.Tokenizer(setting);
        using var folder = new TemporaryFolder();
        tokenizer.Save(folder.Path);
        File.Move(folder.File("vocab.txt"), folder.File("kept"));
        var fromJson = BertTokenizer.Load(folder.Path);
        File.Delete(folder.File("tokenizer.json"));
        File.Move(folder.File("kept"), folder.File("vocab.txt"));
        var fromText = BertTokenizer.Load(folder.Path);
        foreach (var row in ReferenceData.ReadJsonLines("tokenizer", setting + ".jsonl"))
        {
            var options = new EncodingOptions { AddSpecialPieces = row.GetProperty("add_special_tokens").GetBoolean() };
            TokenizerReference.AssertRow(row, fromJson.Encode(row.GetProperty("text").GetString()!, null, options));
            TokenizerReference.AssertRow(row, fromText.Encode(row.GetProperty("text").GetString()!, null, options));
        }
    }

    [Theory]
    [InlineData("do_lower_case", "false")]
    [InlineData("strip_accents", "false")]
    [InlineData("tokenize_chinese_chars", "false")]
    [InlineData("split_special_tokens", "true")]
    [InlineData("model_max_length", "128")]
    [InlineData("model_max_length", "1000000000000000019884624838656")]   // what transformers writes where no length is known
    [InlineData("mask_token", """{"content": "[unused298]", "lstrip": false}""")]
    [InlineData("cls_token", "\"[unused299]\"")]
    public void SettingsOfTheConfigSurviveSaving(string key, string value)
    {
        using var folder = Copy(_saved);
        Edit(folder.File("tokenizer_config.json"), root => root[key] = JsonNode.Parse(value));
        var tokenizer = BertTokenizer.Load(folder.Path);
        using var again = new TemporaryFolder();
        tokenizer.Save(again.Path);
        Assert.NotEqual((new TokenizerOptions { MaxLength = 64 }, new SpecialPieces()), (tokenizer.Options, tokenizer.Vocabulary.Specials));
        Assert.Equal(tokenizer.Options, BertTokenizer.Load(again.Path).Options);
        Assert.Equal(tokenizer.Vocabulary.Specials, BertTokenizer.Load(again.Path).Vocabulary.Specials);
        Assert.Equal(tokenizer.AddedTokens, BertTokenizer.Load(again.Path).AddedTokens);
    }

    [Fact]
    public void AddedTokensAreFoundInTheTextAndSurviveSaving()
    {
        using var folder = Copy(_saved);
        var pieces = BertTokenizer.Load(folder.Path).Vocabulary.Count;
        Edit(folder.File("tokenizer.json"), root =>
        {
            var tokens = root["added_tokens"]!.AsArray();
            tokens.Add(JsonNode.Parse($$"""{"id": {{pieces}}, "content": "<e1>", "special": true, "normalized": false}"""));
            tokens.Add(JsonNode.Parse($$"""{"id": {{pieces + 1}}, "content": "Covíd", "special": false, "normalized": true}"""));
        });
        var tokenizer = BertTokenizer.Load(folder.Path);
        using var again = new TemporaryFolder();
        tokenizer.Save(again.Path);
        File.Delete(again.File("tokenizer.json"));
        Assert.Equal(pieces, File.ReadLines(again.File("vocab.txt")).Count());
        foreach (var each in new[] { tokenizer, BertTokenizer.Load(again.Path) })
        {
            var encoded = each.Encode("x<e1>COVIDx");
            Assert.Equal(["x", "<e1>", "Covíd", "x"], encoded.Tokens[1..^1]);
            Assert.Equal([(0, 1), (1, 5), (5, 10), (10, 11)], encoded.Offsets[1..^1]);
        }
    }

    [Fact]
    public void AddedTokensOfTheOlderFormAreRead()
    {
        using var folder = Copy(_saved);
        var pieces = BertTokenizer.Load(folder.Path).Vocabulary.Count;
        File.Delete(folder.File("tokenizer.json"));
        folder.Write("added_tokens.json", $$"""{"[E2]": {{pieces + 1}}, "[E1]": {{pieces}}}""");
        folder.Write("special_tokens_map.json", """{"additional_special_tokens": ["[E1]", {"content": "[E2]"}]}""");
        Assert.Equal([pieces, pieces + 1], BertTokenizer.Load(folder.Path).Encode("[E1][E2]").Ids[1..^1]);
    }

    [Fact]
    public void WithoutAConfigTheTextIsLowerCased()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(_saved, "vocab.txt"), folder.File("vocab.txt"));
        Assert.Equal(new TokenizerOptions(), BertTokenizer.Load(folder.Path).Options);
    }

    [Theory]
    [InlineData("normalizer.type", "\"NFC\"", "normalizer is of type 'NFC'")]
    [InlineData("normalizer", "null", "no normalizer")]
    [InlineData("pre_tokenizer.type", "\"Whitespace\"", "pre_tokenizer is of type 'Whitespace'")]
    [InlineData("model.type", "\"BPE\"", "model is of type 'BPE'")]
    [InlineData("model.continuing_subword_prefix", "\"@@\"", "continuing_subword_prefix' is '@@'")]
    [InlineData("model.max_input_chars_per_word", "0", "max_input_chars_per_word")]
    [InlineData("model.max_input_chars_per_word", "\"many\"", "expected a number")]
    [InlineData("model.unk_token", "\"[NONE]\"", "lacks [NONE]")]
    [InlineData("model.vocab", "{}", "empty")]
    [InlineData("model.vocab", """{"[PAD]": 0, "a": 0}""", "same id 0")]
    [InlineData("model.vocab", """{"[PAD]": 2000000000}""", "expected a whole number from 0 to 4194303")]
    [InlineData("model.vocab", """{"[PAD]": -1}""", "expected a whole number")]
    [InlineData("model.vocab", """{"[PAD]": 0.5}""", "expected a whole number")]
    [InlineData("post_processor", "null", "no post_processor")]
    [InlineData("post_processor.type", "\"RobertaProcessing\"", "RobertaProcessing")]
    [InlineData("post_processor.pair", "[]", "template")]
    [InlineData("added_tokens", """[{"id": 400, "content": "x"}]""", "next free id is 300")]
    [InlineData("added_tokens", """[{"id": 5, "content": "x"}]""", "id 5")]
    [InlineData("added_tokens", """[{"id": 300, "content": "x", "lstrip": true}]""", "lstrip")]
    [InlineData("added_tokens", """[{"id": 300, "content": ""}]""", "empty")]
    [InlineData("added_tokens", "[7]", "list of objects")]
    public void OtherTokenizersAreRefusedByName(string key, string value, string reason)
    {
        using var folder = Copy(_saved);
        Edit(folder.File("tokenizer.json"), root => Set(root, key.Split('.'), JsonNode.Parse(value)));
        foreach (var name in new[] { "tokenizer_config.json", "special_tokens_map.json" }) File.Delete(folder.File(name));
        var e = Assert.Throws<InvalidInputException>(() => BertTokenizer.Load(folder.Path));
        Assert.Equal((InputKind.Model, folder.File("tokenizer.json")), (e.Kind, e.File));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("do_lower_case", "1", "do_lower_case")]
    [InlineData("model_max_length", "0", "model_max_length")]
    [InlineData("added_tokens_decoder", """{"x": {"content": "y"}}""", "expected an id")]
    [InlineData("tokenizer_class", "\"BertJapaneseTokenizer\"", "BertJapaneseTokenizer")]
    public void BrokenConfigsAreRefused(string key, string value, string reason)
    {
        using var folder = Copy(_saved);
        File.Delete(folder.File("tokenizer.json"));
        Edit(folder.File("tokenizer_config.json"), root => root[key] = JsonNode.Parse(value));
        Assert.Contains(reason, Assert.Throws<InvalidInputException>(() => BertTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BertTokenizer", false)]              // the config's word counts
    [InlineData("PreTrainedTokenizerFast", true)]     // tokenizer.json's
    public void TheConfigOverridesTheJsonOnlyForBertsOwnClasses(string name, bool lowercase)
    {
        using var folder = Copy(_saved);
        Edit(folder.File("tokenizer_config.json"), root => (root["tokenizer_class"], root["do_lower_case"]) = (name, false));
        Assert.Equal(lowercase, BertTokenizer.Load(folder.Path).Options.Lowercase);
    }

    [Fact]
    public void AFolderWithoutTokenizerIsRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("vocab.txt", Assert.Throws<InvalidInputException>(() => BertTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        var bytes = File.ReadAllBytes(Path.Combine(_saved, "tokenizer.json"));
        using var folder = new TemporaryFolder();
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Bool).Array[1, 4].Sample(damages =>
        {
            var damaged = (byte[])bytes.Clone();
            foreach (var (at, value, cut) in damages)
            {
                if (cut && at < damaged.Length && value < 16) damaged = damaged[..at];
                else if (at < damaged.Length) damaged[at] = value;
            }
            File.WriteAllBytes(folder.File("tokenizer.json"), damaged);
            try
            {
                Assert.NotEmpty(BertTokenizer.Load(folder.Path).Encode("a [SEP] b").Ids);
            }
            catch (InvalidInputException e)
            {
                Assert.Equal(InputKind.Model, e.Kind);
            }
        }, iter: 1000, threads: 1);
    }

    private static TemporaryFolder Copy(string source)
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, folder.File(Path.GetFileName(file)));
        return folder;
    }

    private static void Edit(string path, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(root);
        File.WriteAllText(path, root.ToJsonString());
    }

    private static void Set(JsonObject root, string[] keys, JsonNode? value)
    {
        var parent = root;
        foreach (var key in keys[..^1]) parent = parent[key]!.AsObject();
        parent[keys[^1]] = value;
    }
}
