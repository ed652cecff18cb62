using System.Globalization;
using System.Text;
using System.Text.Json;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

/// <summary>The committed tables against the record of the reference library, code point by code point.</summary>
public sealed class CharacterTableTests
{
    [Theory]
    [InlineData("removed", CharacterClass.Removed)]
    [InlineData("to_space", CharacterClass.ToSpace)]
    [InlineData("chinese", CharacterClass.Chinese)]
    [InlineData("mark_stripped", CharacterClass.StrippedMark)]
    [InlineData("punctuation", CharacterClass.Punctuation)]
    [InlineData("whitespace", CharacterClass.WhiteSpace)]
    internal void ClassesHoldTheCodePointsOfTheReference(string name, CharacterClass kind)
    {
        var expected = new HashSet<int>();
        foreach (var range in ReferenceData.ReadJson("tokenizer", "code-points.json").GetProperty(name).EnumerateArray())
            expected.UnionWith(Enumerable.Range(Parse(range[0].GetString()!), Parse(range[1].GetString()!) - Parse(range[0].GetString()!) + 1));
        Assert.Equal(expected.Order(), CodePoints.Where(c => (CharacterTable.ClassOf(c) & kind) != 0));
    }

    [Fact]
    public void LowerCasingIsThatOfTheReference()
    {
        var expected = ReadMapping("lower");
        var changed = CodePoints.Where(c => (CharacterTable.ClassOf(c) & CharacterClass.Cased) != 0).ToList();
        Assert.Equal(expected.Keys.Order(), changed);
        Assert.All(changed, c => Assert.Equal(
            expected[c], CharacterTable.IsDottedCapitalI(c) ? "i\u0307" : char.ConvertFromUtf32(CharacterTable.ToLower(c))));
    }

    [Fact]
    public void AccentStrippingIsThatOfTheReference()
    {
        var expected = ReadMapping("strip");
        foreach (var c in CodePoints)
        {
            var own = char.ConvertFromUtf32(c);
            var mark = (CharacterTable.ClassOf(c) & CharacterClass.StrippedMark) != 0;
            var stripped = mark ? "" : c is >= 0xAC00 and <= 0xD7A3 ? own.Normalize(NormalizationForm.FormD) : expected.GetValueOrDefault(c, own);
            if ((CharacterTable.ClassOf(c) & CharacterClass.Decomposes) == 0) Assert.Equal(own, stripped);
            else Assert.Equal(stripped, Strip(c));
        }
    }

    private static IEnumerable<int> CodePoints => Enumerable.Range(0, 0x110000).Where(c => c is < 0xD800 or > 0xDFFF);

    private static int Parse(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static Dictionary<int, string> ReadMapping(string name) =>
        ReferenceData.ReadJson("tokenizer", "case-and-accents.json").GetProperty(name).EnumerateObject()
            .ToDictionary(row => Parse(row.Name), row => row.Value.GetString()!);

    private static string Strip(int codePoint)
    {
        var parts = new int[3];
        return string.Concat(parts.Take(CharacterTable.Strip(codePoint, parts)).Select(char.ConvertFromUtf32));
    }
}
