namespace TinyBertPipeline.Core.Tests;

public sealed class UntrustedTextTests
{
    [Theory]
    [InlineData("plain text\twith\nlines", "plain text\twith\nlines")]
    [InlineData("\u001b[31mred\u001b]0;title\u0007", "\\u001b[31mred\\u001b]0;title\\u0007")]
    [InlineData("over\rwritten", "over\\u000dwritten")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("a\u202eb\u2066c\u200fd\u061ce", "a\\u202eb\\u2066c\\u200fd\\u061ce")]
    [InlineData("\U000e0041", "\\udb40\\udc41")]
    [InlineData("小米 می\u200cخواهم 👩\u200d🚀 葛\U000e0100", "小米 می\u200cخواهم 👩\u200d🚀 葛\U000e0100")]
    public void WhatATerminalObeysBecomesAnEscapeAndAllElseStays(string text, string visible) =>
        Assert.Equal(visible, UntrustedText.Visible(text));

    [Fact]
    public void HalfASurrogatePairBecomesAnEscape() => Assert.Equal("\\ud800x\\udc00", UntrustedText.Visible("\ud800x\udc00"));

    [Fact]
    public void AnEscapedDocumentOfJsonMeansTheSame()
    {
        const string Text = "\u202e\u2066\u200f\ufeff\U000e0041";
        var json = UntrustedText.Visible($"\"{Text}\"");
        Assert.Equal(Text, System.Text.Json.JsonSerializer.Deserialize<string>(json));
    }

    [Fact]
    public void AQuoteIsShortAndShowsEveryInvisibleCharacter()
    {
        Assert.Equal("'a\\u200db\\u001b'", UntrustedText.Quote("a\u200db\u001b"));
        Assert.InRange(UntrustedText.Quote(new string('x', 1000)).Length, 100, 130);
        Assert.Equal("'a', 'b' and 2 more", UntrustedText.Quote(["a", "b", "c", "d"], shown: 2));
    }
}
