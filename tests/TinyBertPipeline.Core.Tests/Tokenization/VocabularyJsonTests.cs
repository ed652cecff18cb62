using System.Text;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class VocabularyJsonTests
{
    [Fact]
    public void ThePiecesAreTakenAndAllElseStays()
    {
        var taken = Take("""{"added_tokens":[],"model":{"a":[{"vocab":{"no":1}}],"vocab":{"b":2,"[PAD]":0,"\u00e9":3},"z":1},"model2":{"vocab":{}}}""");
        Assert.NotNull(taken);
        Assert.Equal(["[PAD]", "", "b", "é"], taken.Value.Pieces);
        Assert.Equal(
            """{"added_tokens":[],"model":{"a":[{"vocab":{"no":1}}],"vocab":{},"z":1},"model2":{"vocab":{}}}""", Encoding.UTF8.GetString(taken.Value.Others));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model":{}}""")]
    [InlineData("""{"model":{"vocab":{}}}""")]
    [InlineData("""{"model":{"vocab":["a"]}}""")]
    [InlineData("""{"model":{"vocab":{"a":0,"a":1}}}""")]       // a piece twice
    [InlineData("""{"model":{"vocab":{"a":0,"b":0}}}""")]       // an id twice
    [InlineData("""{"model":{"vocab":{"a":-1}}}""")]
    [InlineData("""{"model":{"vocab":{"a":4194304}}}""")]       // more than a vocabulary may have
    [InlineData("""{"model":{"vocab":{"a":0.5}}}""")]
    [InlineData("""{"model":{"vocab":{"a":"0"}}}""")]
    [InlineData("""{"model":{"vocab":{"":0}}}""")]
    [InlineData("""{"model":{"vocab":{"\ud800":0}}}""")]       // half a surrogate pair
    [InlineData("""{"model":{"vocab":{"a":0""")]
    [InlineData("""{"model":{"vocab":{"a":0,}}}""")]
    public void WhateverIsUnusualIsLeftToTheReaderOfTheWholeFile(string json) => Assert.Null(Take(json));

    [Theory]
    [InlineData("")]
    [InlineData(""", "vocab": {"c": 0}""")]     // a key twice, which the rest shows
    [InlineData(""", "unk_token": 1""")]
    public void FaultsAreSaidOfTheWholeFile(string addition)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("tokenizer.json", $$$"""
            {"normalizer": {"type": "BertNormalizer"}, "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {"type": "BertProcessing", "sep": ["b", 1], "cls": ["a", 0]},
            "model": {"type": "WordPiece", "vocab": {
            "a": 0,
            "b": 1}{{{addition}}}}}
            """);
        if (addition.Length == 0)
        {
            Assert.Equal(["a", "b"], TokenizerJson.Read(path).Pieces);
            return;
        }
        var fault = Assert.Throws<InvalidInputException>(() => TokenizerJson.Read(path));
        Assert.True(fault.Line is null or 5, $"line {fault.Line}: {fault.Message}");
    }

    private static (List<string> Pieces, byte[] Others)? Take(string json) => VocabularyJson.TryTake(Encoding.UTF8.GetBytes(json));
}
