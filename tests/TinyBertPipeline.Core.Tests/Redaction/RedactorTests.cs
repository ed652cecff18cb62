using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Redaction;

namespace TinyBertPipeline.Core.Tests.Redaction;

public sealed class RedactorTests
{
    [Theory]
    [InlineData(RedactionMode.Mask, "Ask ******** in ****\r\n\t!")]
    [InlineData(RedactionMode.Type, "Ask [PER] in [LOC]\r\n\t!")]
    [InlineData(RedactionMode.Hash, "Ask [PER:cfae3ed7690918f2] in [LOC:80c2ea699339e1b2]\r\n\t!")]
    public void EntitiesAreReplacedAndTheRestStays(RedactionMode mode, string expected)
    {
        const string Text = "Ask Ada Love in Rome\r\n\t!";
        Assert.Equal(expected, new Redactor(mode).Redact(Text, [Entity(Text, "LOC", 16, 20), Entity(Text, "PER", 4, 12)]));
    }

    [Fact]
    public void AMaskHasAStarForEachCodePoint()
    {
        const string Text = "(\U0001F600é中)";
        Assert.Equal("(***)", new Redactor(RedactionMode.Mask).Redact(Text, [Entity(Text, "X", 1, 5)]));
    }

    [Fact]
    public void AHashIsTheSameForTheSameTextAndAnotherWithAnotherKey()
    {
        const string Text = "Ada Bob Ada";
        TextEntity[] entities = [Entity(Text, "", 0, 3), Entity(Text, "", 4, 7), Entity(Text, "", 8, 11)];
        var parts = new Redactor(RedactionMode.Hash, "secret"u8).Redact(Text, entities).Split(' ');
        Assert.StartsWith("[ENTITY:", parts[0], StringComparison.Ordinal);
        Assert.Equal(parts[0], parts[2]);
        Assert.NotEqual(parts[0], parts[1]);
        Assert.NotEqual(parts[0], new Redactor(RedactionMode.Hash, "other"u8).Redact(Text, entities).Split(' ')[0]);
    }

    [Theory]
    [InlineData("0-2 1-3")]
    [InlineData("3-3")]
    [InlineData("2-9")]
    [InlineData("5-6")]                                     // half of a surrogate pair
    public void EntitiesThatCannotBeReplacedAreRefused(string spans)
    {
        const string Text = "Ada \U0001F600!";
        var ends = spans.Split(' ', '-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).Chunk(2);
        var entities = ends.Select(span => new TextEntity("X", span[0], span[1], "", 1));
        Assert.Throws<ArgumentException>(() => new Redactor(RedactionMode.Mask).Redact(Text, entities));
    }

    [Fact]
    public void JsonKeepsEveryByteOutsideOfTheEntities()
    {
        const string Line = """ { "id" :1.50, "a":{"text":"Ada"},"text" : "\u0041da \"x\"\n \uD83D\uDE00 中 B\/b" , "b":"\u00e9\/" } """;
        var text = "Ada \"x\"\n \U0001F600 中 B/b";
        TextEntity[] entities = [Entity(text, "PER", 0, 3), Entity(text, "SMILE\"é", 9, 11), Entity(text, "", 14, 17)];
        var redacted = Json(Line, "text", entities, RedactionMode.Type);
        Assert.Equal(""" { "id" :1.50, "a":{"text":"Ada"},"text" : "[PER] \"x\"\n [SMILE\"é] 中 [ENTITY]" , "b":"\u00e9\/" } """
            .Replace("SMILE\"", "SMILE\\\"", StringComparison.Ordinal), redacted);
    }

    [Theory]
    [InlineData("""{"other":"Ada"}""", "no property 'text'")]
    [InlineData("""{"text":["Ada"]}""", "holds no text")]
    [InlineData("""[{"text":"Ada"}]""", "no property 'text'")]
    public void JsonWithoutTheTextIsRefused(string line, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Json(line, "text", [], RedactionMode.Mask));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // What a reader behind takes instead of the redacted text, or as well.
    [Theory]
    [InlineData("""{"text":"Ada","text":"Bo"}""")]
    [InlineData("""{"text":"Ada"}{"text":"Bo"}""")]
    [InlineData("""{"text":"Ada"} x""")]
    [InlineData("""{"text":"Ada",}""")]
    [InlineData("""{"text":"Ada" """)]
    [InlineData("""{"text":"Ada \ud83d"}""")]
    [InlineData("""{"\ud83d":1,"text":"Ada"}""")]
    public void JsonThatIsNotOneObjectWithOneTextIsRefused(string line)
    {
        var fault = Record.Exception(() => JsonRedactor.TextOf(Encoding.UTF8.GetBytes(line), "text"));
        Assert.True(fault is JsonException or ArgumentException, $"{fault}");
    }

    [Fact]
    public void TextAndJsonAreRedactedAlike()
    {
        // Every way to write a character: itself, a short escape, \u; the writer's choice is drawn.
        string[] alphabet = ["a", "b", "\n", "\"", "中", "\U0001F600"];
        var characters = Gen.Int[0, alphabet.Length - 1].Select(i => alphabet[i]);
        Gen.Select(characters.Array[1, 12], Gen.Int[0, 11], Gen.Int[1, 4], Gen.Int).Sample((parts, first, count, seed) =>
        {
            if (first >= parts.Length) return;
            var (text, random) = (string.Concat(parts), new Random(seed));
            var start = string.Concat(parts.Take(first)).Length;
            var entity = Entity(text, "T", start, start + string.Concat(parts.Skip(first).Take(count)).Length);
            var line = "{\"t\":\"" + string.Concat(parts.Select(part => Escape(part, random.Next(2) == 0))) + "\"}";
            var redacted = Json(line, "t", [entity], RedactionMode.Mask);
            var found = JsonDocument.Parse(redacted).RootElement.GetProperty("t").GetString();
            Assert.Equal(new Redactor(RedactionMode.Mask).Redact(text, [entity]), found);
        }, iter: 300, threads: 1);

        static string Escape(string part, bool always) => part switch
        {
            "\n" => always ? "\\u000a" : "\\n",
            "\"" => always ? "\\u0022" : "\\\"",
            _ when always => string.Concat(part.Select(c => $"\\u{(int)c:X4}")),
            _ => part,
        };
    }

    private static string Json(string line, string property, TextEntity[] entities, RedactionMode mode) =>
        Encoding.UTF8.GetString(JsonRedactor.Redact(new Redactor(mode), Encoding.UTF8.GetBytes(line), property, entities));

    private static TextEntity Entity(string text, string type, int start, int end) => new(type, start, end, text[start..end], 1);
}
