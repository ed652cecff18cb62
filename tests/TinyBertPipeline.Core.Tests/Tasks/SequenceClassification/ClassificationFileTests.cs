using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.SequenceClassification;

namespace TinyBertPipeline.Core.Tests.Tasks.SequenceClassification;

public sealed class ClassificationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv", "text,label\ngood,yes\nbad,no\n")]
    [InlineData("a.csv", "label;text\nyes;good\nno;bad\n")]
    [InlineData("a.csv", "good,yes\nbad,no\n")]
    [InlineData("a.tsv", "sentence\tlabel\ngood\tyes\nbad\tno\n")]
    [InlineData("a.jsonl", "{\"text\": \"good\", \"label\": \"yes\"}\n\n{\"label\": \"no\", \"text\": \"bad\"}\n")]
    [InlineData("a.txt", "{\"text\": \"good\", \"label\": \"yes\"}\n{\"text\": \"bad\", \"label\": \"no\"}\n")]
    [InlineData("a.jsonl", "{\"text\": \"good\", \"label\": \"yes\", \"meta\": [1]}\n{\"text\": \"bad\", \"label\": \"no\", \"meta\": null}\n")]
    [InlineData("a.csv", "\uFEFFtext,label\r\ngood,yes\r\nbad,no\r\n")]
    [InlineData("a.csv", "id,review,sentiment\n1,good,yes\n2,bad,no\n")]
    public void TextAndLabelAreFound(string name, string content)
    {
        var file = Read(name, content);
        Assert.Equal([("good", null, "yes"), ("bad", null, "no")], file.Texts.Select(text => (text.Text, text.Pair, text.Label)));
        Assert.Equal(["no", "yes"], file.Labels);
    }

    [Theory]
    [InlineData("a.csv", "premise,hypothesis,label\n\"a, b\",c,yes\n")]
    [InlineData("a.jsonl", "{\"sentence1\": \"a, b\", \"sentence2\": \"c\", \"label\": \"yes\"}\n")]
    public void BothTextsOfAPairAreFound(string name, string content) =>
        Assert.Equal([("a, b", "c", "yes")], Read(name, content).Texts.Select(text => (text.Text, text.Pair, text.Label)));

    [Fact]
    public void ColumnsAreNamedOrNumbered()
    {
        const string Content = "x,y,z\ngood,1,yes\nbad,1,no\n";
        foreach (var (text, label) in new[] { ("x", "z"), ("1", "3") })
        {
            var file = Read("a.csv", Content, new DataOptions { TextColumns = [text], LabelColumn = label, Header = true });
            Assert.Equal(["yes", "no"], file.Texts.Select(row => row.Label));
        }
        var fault = Assert.Throws<InvalidInputException>(() => Read("a.csv", Content, new DataOptions { TextColumns = ["w"], Header = true }));
        Assert.Contains("columns are x, y, z", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsThatAreNumbersStandInTheirOrder() => Assert.Equal(["2", "10"], Read("a.csv", "text,label\na,10\nb,2\nc,10\n").Labels);

    [Theory]
    [InlineData("a.csv", "text,label\n", "no texts")]
    [InlineData("a.csv", "text,label\na,yes\nb,c,no\n", "3 columns, the first row has 2")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"label\": \"b\"}\n{\"text\": \"a\"}\n", "lacks \"label\"")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"label\": \"b\"}\n[1]\n", "expected an object")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"label\": [\"b\"]}\n", "\"label\" is a list")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"label\": \"b\"}\n{\"text\": {\"a\": 1}, \"label\": \"b\"}\n", "\"text\" is a list, an object")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"label\": null}\n", "\"label\" is a list, an object or null")]
    public void WhatCannotBeReadIsRefusedWithItsReason(string name, string content, string reason)
    {
        var fault = Assert.Throws<InvalidInputException>(() => Read(name, content));
        Assert.Equal(InputKind.Data, fault.Kind);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    private ClassificationFile Read(string name, string content, DataOptions? options = null) =>
        ClassificationFile.Read(_folder.Write(name, content), options ?? new DataOptions());
}
