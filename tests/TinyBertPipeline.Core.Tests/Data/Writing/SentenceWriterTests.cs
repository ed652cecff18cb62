using CsCheck;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Data.Writing;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data.Writing;

public sealed class SentenceWriterTests : IDisposable
{
    private static readonly TagScheme[] _schemes = [TagScheme.Bioes, TagScheme.Bio, TagScheme.Iob1, TagScheme.Bilou, TagScheme.Bmes];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DataLayout, TagScheme> LayoutsAndSchemes =>
        [.. Enum.GetValues<DataLayout>().SelectMany(layout => _schemes.Select(scheme => (layout, scheme)))];

    [Theory]
    [MemberData(nameof(LayoutsAndSchemes))]
    public void WhatIsWrittenInALayoutAndASchemeIsReadBackTheSame(DataLayout layout, TagScheme scheme)
    {
        // Without tokens of their own, texts give back the words that punctuation and white space make.
        var words = layout is DataLayout.Doccano or DataLayout.LabelStudio ? RandomSentences.PlainWord : RandomSentences.AnyWord;
        RandomSentences.Of(words).Sample(sentences => AssertRoundTrip(sentences, layout, scheme), iter: 40, threads: 1);
    }

    [Theory]
    [MemberData(nameof(LayoutsAndSchemes))]
    public void EveryLegalSequenceOfUpToFourLabelsSurvives(DataLayout layout, TagScheme scheme)
    {
        var set = LabelSet.FromTypes(["A", "B"]);
        var sequences = Enumerable.Range(1, 4).SelectMany(length => Sequences(set.Labels, length)).Where(IsLegal).ToArray();
        Assert.Equal(3 + 11 + 41 + 153, sequences.Length);
        AssertRoundTrip([.. sequences.Select(labels => new LabeledSentence([.. labels.Select((_, i) => $"w{i}")], labels, 1))], layout, scheme);
    }

    [Theory]
    [InlineData(DataLayout.Columns, "Os lo\tB-LOC\n\"x\" E-LOC\n\n")]
    [InlineData(DataLayout.Csv, "sentence_id,word,label\n0,Os lo,B-LOC\n0,\"\"\"x\"\"\",E-LOC\n")]
    [InlineData(DataLayout.HuggingFace, "{\"tokens\":[\"Os lo\",\"\\\"x\\\"\"],\"ner_tags\":[\"B-LOC\",\"E-LOC\"]}\n")]
    [InlineData(DataLayout.Doccano, "{\"text\":\"Os lo \\\"x\\\"\",\"offset_unit\":\"codepoint\",\"label\":[[0,9,\"LOC\"]]}\n")]
    [InlineData(DataLayout.Spans, "{\"text\":\"Os lo \\\"x\\\"\",\"offset_unit\":\"codepoint\",\"tokens\":[{\"text\":\"Os lo\",\"start\":0,\"end\":5,\"id\":0},{\"text\":\"\\\"x\\\"\",\"start\":6,\"end\":9,\"id\":1}],\"spans\":[{\"start\":0,\"end\":9,\"label\":\"LOC\",\"token_start\":0,\"token_end\":1}]}\n")]
    [InlineData(DataLayout.LabelStudio, "[{\"id\":1,\"data\":{\"text\":\"Os lo \\\"x\\\"\"},\"offset_unit\":\"codepoint\",\"annotations\":[{\"result\":[{\"id\":\"1-0\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\",\"value\":{\"start\":0,\"end\":9,\"text\":\"Os lo \\\"x\\\"\",\"labels\":[\"LOC\"]}}]}]}]")]
    public void LayoutsAreThoseOfTheTools(DataLayout layout, string expected)
    {
        SentenceWriter.Write(_folder.File("out"), [new LabeledSentence(["Os lo", "\"x\""], ["B-LOC", "E-LOC"], 1)], layout);
        Assert.Equal(expected, File.ReadAllText(_folder.File("out")));
    }

    [Theory]
    [InlineData(OffsetUnit.CodePoints, "[2,6,")]
    [InlineData(OffsetUnit.Utf16, "[3,7,")]
    [InlineData(OffsetUnit.Bytes, "[5,9,")]
    public void OffsetsCountWhatIsWantedAndTheFileSaysIt(OffsetUnit unit, string span)
    {
        SentenceWriter.Write(_folder.File("out"), [new LabeledSentence(["😀", "Oslo"], ["O", "S-LOC"], 1)], DataLayout.Doccano, unit);
        Assert.Contains(span, File.ReadAllText(_folder.File("out")), StringComparison.Ordinal);
        Assert.Equal("LOC", LabeledData.Read(_folder.File("out")).Types.Single());
    }

    [Fact]
    public void ATextThatWasReadIsWrittenAsItWas()
    {
        const string Json = "{\"text\":\"  Anna,moved \\t to Oslo.\",\"offset_unit\":\"codepoint\",\"label\":[[2,6,\"PER\"],[18,22,\"LOC\"]]}\n";
        SentenceWriter.Write(_folder.File("out"), LabeledData.Read(_folder.Write("in", Json)).Sentences, DataLayout.Doccano);
        Assert.Equal(Json, File.ReadAllText(_folder.File("out")));
    }

    [Fact]
    public void ChineseCharactersStandWithoutSpaces()
    {
        SentenceWriter.Write(_folder.File("out"), [new LabeledSentence(["安", "娜", "a", "京"], ["B-X", "E-X", "O", "O"], 1)], DataLayout.Doccano);
        Assert.StartsWith("{\"text\":\"安娜 a 京\",", File.ReadAllText(_folder.File("out")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\tb", "O", DataLayout.Columns)]
    [InlineData("a\nb", "O", DataLayout.HuggingFace)]
    [InlineData("a ", "O", DataLayout.Csv)]
    [InlineData("a", "S", DataLayout.Spans)]
    public void WhatALayoutCannotHoldIsRefused(string word, string label, DataLayout layout)
    {
        Assert.Throws<InvalidInputException>(() => SentenceWriter.Write(_folder.File("out"), [new LabeledSentence([word], [label], 1)], layout));
        Assert.False(File.Exists(_folder.File("out")));
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRoundTrip(LabeledSentence[] sentences, DataLayout layout, TagScheme scheme)
    {
        LabeledFileWriter.Write(_folder.File("bioes"), sentences);
        var data = LabeledData.Read(_folder.File("bioes"), scheme: TagScheme.Bioes);
        Assert.Equal(sentences.Select(Show), data.Sentences.Select(Show));
        SentenceWriter.Write(_folder.File("out"), SentenceWriter.HasSpans(layout) ? data.Sentences : data.InScheme(scheme), layout);
        var read = LabeledData.Read(_folder.File("out"), scheme: SentenceWriter.HasSpans(layout) ? null : scheme);
        Assert.Empty(read.Problems);
        Assert.Equal(sentences.Select(Show), read.Sentences.Select(Show));
    }

    private static IEnumerable<string[]> Sequences(IEnumerable<string> labels, int length) => length == 0
        ? [[]]
        : Sequences(labels, length - 1).SelectMany(sequence => labels.Select(label => (string[])[.. sequence, label]));

    private static bool IsLegal(string[] labels) => EntityWriter.ToBioes(EntityReader.ReadDefault(labels), labels.Length).SequenceEqual(labels);

    private static string Show(LabeledSentence sentence) => string.Join(' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}/{label}"));
}
