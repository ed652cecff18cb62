using System.Text.Json;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

/// <summary>The settings and rows of reference/tokenizer.</summary>
internal static class TokenizerReference
{
    private const string Absent = "(absent)";

    public static IEnumerable<string> SettingIds => Directory.Exists(Path.Combine(ReferenceData.Root, "tokenizer"))
        ? Settings().Select(setting => setting.GetProperty("id").GetString()!)
        : [Absent];

    /// <summary>The vocabularies of the manifest of reference/abuse.</summary>
    public static IEnumerable<string> VocabularyFiles => File.Exists(Path.Combine(ReferenceData.Root, "abuse", "manifest.json"))
        ? AbuseEntries().Select(entry => entry.GetProperty("file").GetString()!).Where(file => file.StartsWith("vocab/", StringComparison.Ordinal))
        : [Absent];

    /// <summary>What the manifest says a reader must do.</summary>
    public static string VocabularyRule(string file) =>
        AbuseEntries().Single(entry => entry.GetProperty("file").GetString() == file).GetProperty("reader").GetString()!;

    public static BertTokenizer Tokenizer(string id)
    {
        ReferenceData.Require("tokenizer", "settings.json");
        var setting = Settings().Single(setting => setting.GetProperty("id").GetString() == id);
        var vocabulary = Vocabulary.Load(VocabularyPath(setting));
        Assert.Equal(setting.GetProperty("vocab_size").GetInt32(), vocabulary.Count);
        return new BertTokenizer(vocabulary, new TokenizerOptions
        {
            Lowercase = setting.GetProperty("do_lower_case").GetBoolean(),
            StripAccents = setting.GetProperty("strip_accents") is { ValueKind: not JsonValueKind.Null } strip ? strip.GetBoolean() : null,
            TokenizeChineseCharacters = setting.GetProperty("tokenize_chinese_chars").GetBoolean(),
            SplitSpecialTokens = setting.GetProperty("split_special_tokens").GetBoolean(),
            MaxWordCharacters = setting.GetProperty("max_input_chars_per_word").GetInt32(),
        });
    }

    public static void AssertRow(JsonElement row, TokenizedText encoded)
    {
        Assert.Equal(row.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!), encoded.Tokens);
        Assert.Equal(Integers(row.GetProperty("ids")), encoded.Ids);
        var offsets = row.TryGetProperty("offsets_utf16", out var ofText) ? ofText : row.GetProperty("offsets_in_word_utf16");
        Assert.Equal(offsets.EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32())), encoded.Offsets);
    }

    public static void AssertWordIds(JsonElement row, TokenizedText encoded) => Assert.Equal(
        row.GetProperty("word_ids").EnumerateArray().Select(id => id.ValueKind == JsonValueKind.Null ? -1 : id.GetInt32()), encoded.WordIds);

    public static IEnumerable<int> Integers(JsonElement list) => list.EnumerateArray().Select(item => item.GetInt32());

    private static IEnumerable<JsonElement> AbuseEntries() => ReferenceData.ReadJson("abuse", "manifest.json").GetProperty("files").EnumerateArray();

    private static IEnumerable<JsonElement> Settings() => ReferenceData.ReadJson("tokenizer", "settings.json").GetProperty("settings").EnumerateArray();

    // The paths are relative to the reference folder; another set may have its own models beside it or not.
    private static string VocabularyPath(JsonElement setting)
    {
        var path = setting.GetProperty("vocab").GetString()!;
        return File.Exists(Path.Combine(ReferenceData.Root, path))
            ? ReferenceData.Require(path)
            : ReferenceData.RequireInput(path.Replace("../", "", StringComparison.Ordinal));
    }
}
