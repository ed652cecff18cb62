using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class JsonSentenceReaderTests : IDisposable
{
    private const string Oslo = "Anna/B-PER moved/O to/O Oslo/B-LOC ./O";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""{"text": "Anna moved to Oslo.", "label": [[0, 4, "PER"], [14, 18, "LOC"]]}""")]                                   // doccano
    [InlineData("""{"id":1,"text":"Anna moved to Oslo.","entities":[{"id":7,"label":"PER","start_offset":0,"end_offset":4},{"id":8,"label":"LOC","start_offset":14,"end_offset":18}],"relations":[]}""")]
    [InlineData("""{"text":"Anna moved to Oslo.","spans":[{"start":0,"end":4,"label":"PER","token_start":0,"token_end":0},{"start":14,"end":18,"label":"LOC"}],"answer":"accept"}""")]
    [InlineData("""["Anna moved to Oslo.", {"entities": [[0, 4, "PER"], [14, 18, "LOC"]]}]""")]                                     // spaCy
    [InlineData("""{"classes":["PER"],"annotations":[["Anna moved to Oslo.",{"entities":[[0,4,"PER"],[14,18,"LOC"]]}],null]}""")]
    [InlineData("""[{"id":1,"data":{"text":"Anna moved to Oslo."},"annotations":[{"was_cancelled":true,"result":[]},{"result":[{"value":{"start":0,"end":4,"text":"Anna","labels":["PER"]},"type":"labels"},{"value":{"start":14,"end":18,"text":"Oslo","labels":["LOC"]}}]}]}]""")]
    [InlineData("""[{"text":"Anna moved to Oslo.","ner":[{"start":0,"end":4,"text":"Anna","labels":["PER"]},{"start":14,"end":18,"text":"Oslo","labels":["LOC"]}],"id":3}]""")]
    [InlineData("""{"text":"Anna moved to Oslo.","label":{"PER":{"Anna":[[0,3]]},"LOC":{"Oslo":[[14,17]]}}}""")]                      // CLUENER
    [InlineData("""{"content":"Anna moved to Oslo.","annotation":[{"label":["PER"],"points":[{"start":0,"end":3,"text":"Anna"}]},{"label":["LOC"],"points":[{"start":14,"end":17,"text":"Oslo"}]}]}""")]
    [InlineData("""{"tokens":["Anna","moved","to","Oslo","."],"ner_tags":["B-PER","O","O","B-LOC","O"]}""")]
    [InlineData("""[{"words":["Anna","moved","to","Oslo","."],"labels":["B-PER","O","O","B-LOC","O"]}]""")]
    [InlineData("""{"data":[{"tokens":["Anna","moved","to","Oslo","."],"ner_tags":["B-PER","O","O","B-LOC","O"]}]}""")]
    [InlineData("""{"features":[{"name":"ner_tags","type":{"feature":{"names":["O","B-PER","B-LOC"]}}}],"rows":[{"row_idx":0,"row":{"tokens":["Anna","moved","to","Oslo","."],"ner_tags":[1,0,0,2,0]}}]}""")]
    [InlineData("""{"features":{"ner_tags":{"feature":{"names":["O","B-PER","B-LOC"],"_type":"ClassLabel"},"_type":"Sequence"}},"data":[{"tokens":["Anna","moved","to","Oslo","."],"ner_tags":[1,0,0,2,0]}]}""")]
    [InlineData("""{"tokenized_text":["Anna","moved","to","Oslo","."],"ner":[[0,0,"PER"],[3,3,"LOC"]]}""")]                           // GLiNER
    public void RecordsOfManyToolsAreRead(string json)
    {
        Assert.Equal(Oslo, Read(json).Text);
        if (!json.StartsWith("[{", StringComparison.Ordinal)) Assert.Equal($"{Oslo} | {Oslo}", Read($"{json}\n\n{json}\n").Text);   // a record a line
    }

    [Fact]
    public void ADocumentOverSeveralLinesHasTheLineOfEachRecord()
    {
        var sentences = Read("[\n  {\n    \"tokens\": [\"a\"],\n    \"ner_tags\": [\"O\"]\n  },\n\n  {\"tokens\": [\"b\"], \"ner_tags\": [\"O\"]}\n]\n").Sentences;
        Assert.Equal([(2L, 0), (7L, 1)], sentences.Select(sentence => (sentence.Line, sentence.Document)));
    }

    [Theory]
    [InlineData(OffsetUnit.CodePoints, 2, 6)]
    [InlineData(OffsetUnit.Utf16, 3, 7)]
    [InlineData(OffsetUnit.Bytes, 5, 9)]
    public void OffsetsCountWhatIsSaid(OffsetUnit unit, int start, int end) => Assert.Equal("😀/O Oslo/B-LOC",
        Read($$"""{"text":"😀 Oslo","spans":[{"start":{{start}},"end":{{end}},"label":"LOC"}]}""", new DataFormat { Offsets = unit }).Text);

    [Fact]
    public void OffsetsThatFitAnotherUnitNameIt()
    {
        var error = Assert.Throws<InvalidInputException>(() => Read("""{"text":"😀 Oslo","spans":[{"start":3,"end":7,"label":"LOC"}]}"""));
        Assert.EndsWith("span 3..7 (LOC) lies outside of the text, which is 6 long, or begins or ends inside a character; counted in UTF-16 units it is 'Oslo'", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, "offsets=utf16"), error.Remedy);
    }

    [Theory]
    [InlineData(MisalignedSpans.Expand, "Oslofjord/B-LOC is/O big/O", "1 span grown to whole words, in line 1")]
    [InlineData(MisalignedSpans.Drop, "Oslofjord/O is/O big/O", "1 span that fits no words left out, in line 1")]
    public void MisalignedSpansAreAdjustedAndCounted(MisalignedSpans misaligned, string expected, string note)
    {
        var (text, reader, _) = Read("""{"text":"Oslofjord is big","spans":[{"start":0,"end":4,"label":"LOC"}]}""", new DataFormat { Misaligned = misaligned });
        Assert.Equal(expected, text);
        Assert.Contains(note, reader.Notes.Select(found => found.Text));
    }

    [Fact]
    public void OfOverlappingSpansTheLongerStays()
    {
        const string Nested = """{"text":"Bank of Oslo","label":[[8,12,"LOC"],[0,12,"ORG"],[0,12,"ORG"]]}""";
        Assert.Equal("Bank/B-ORG of/I-ORG Oslo/I-ORG", Read(Nested, new DataFormat { Misaligned = MisalignedSpans.Drop }).Text);
        Assert.Contains("LOC 'Oslo' overlaps ORG 'Bank of Oslo', and a word has one label", Assert.Throws<InvalidInputException>(() => Read(Nested)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"安娜在京","label":[[0,2,"PER"],[3,4,"LOC"]]}""", "安/B-PER 娜/I-PER 在/O 京/B-LOC")]
    [InlineData("""{"text":"a-b (c) d\u200de","label":[[0,3,"X"],[8,11,"Y"]]}""", "a/B-X -/I-X b/I-X (/O c/O )/O d\u200De/B-Y")]
    [InlineData("""{"text":" Oslo \n big","label":[[0,6,"X"]]}""", "Oslo/B-X big/O")]
    public void TextsAreCutAtWhiteSpacePunctuationAndChineseCharacters(string json, string expected) => Assert.Equal(expected, Read(json).Text);

    [Fact]
    public void GivenTokensAreTheWords() => Assert.Equal("e-mail/B-X now!/O",
        Read("""{"text":"e-mail now!","tokens":[{"text":"e-mail","start":0,"end":6,"id":0},{"text":"now!","start":7,"end":11,"id":1}],"spans":[{"start":0,"end":6,"label":"X"}]}""").Text);

    [Theory]
    [InlineData("""{"tokens":["Anna","left","New","York","."],"ner":[[0,1,"PER"],[2,4,"LOC"]]}""", null, "ends excluded, as none begins and ends at the same word")]
    [InlineData("""{"tokens":["Anna","left","New","York","."],"ner":[[0,0,"PER"],[2,3,"LOC"]]}""", null, "ends included, as some begin and end at the same word")]
    [InlineData("""{"tokens":["Anna","left","New","York","."],"ner":[[0,1,"PER"],[2,4,"LOC"]]}""", SpanEnds.Excluded, null)]
    public void TheEndsOfSpansOfWordsAreFoundInTheWholeFile(string json, SpanEnds? given, string? note)
    {
        var (text, reader, _) = Read(json, new DataFormat { SpanEnds = given });
        Assert.Equal("Anna/B-PER left/O New/B-LOC York/I-LOC ./O", text);
        Assert.Equal(note is not null, reader.Notes.Any(found => found.Text.Contains(note ?? "spans count words", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"tokens":["a","b"],"ner":[[0,0,"X"],[1,2,"Y"]]}""", "entity 1..2", "spanEnds=excluded")]
    [InlineData("""{"tokens":["a","b"],"ner":[[0,1,"X"],[1,3,"Y"]]}""", "entity 1..2", "spanEnds=included")]
    public void SpansOfWordsThatCannotBeNameTheOtherEnds(string json, string message, string remedy)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(json));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, remedy), error.Remedy);
    }

    [Theory]
    [InlineData("""[{"id":1,"data":{"text":"Anna left Oslo"},"annotations":[{"result":[{"type":"labels","value":{"start":10,"end":14,"labels":["LOC","GPE"]}}]}]}]""")]
    [InlineData("""{"text":"Anna left Oslo","spans":[{"start":10,"end":14,"label":["LOC","GPE"]}]}""")]
    [InlineData("""{"text":"Anna left Oslo","label":[[10,14,"LOC"],[10,14,"GPE"]]}""")]
    public void ASpanWithTwoLabelsIsTwoSpans(string json)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(json));
        Assert.Contains("overlaps", error.Message, StringComparison.Ordinal);
        Assert.Equal("Anna/O left/O Oslo/B-LOC", Read(json, new DataFormat { Misaligned = MisalignedSpans.Drop }).Text);
    }

    [Theory]
    [InlineData("""{"text":"e-mail now!","tokens":["e-mail","now!"],"spans":[{"start":0,"end":6,"label":"X"}]}""", "e-mail/B-X now!/O", null)]
    [InlineData("""{"text":"A. now!","tokens":["Anna","now!"],"spans":[{"start":0,"end":2,"label":"X"}]}""", "A/B-X ./I-X now/O !/O",
        "1 record whose tokens are not those of its text, which was cut into words instead, in line 1")]
    public void TokensOfARecordAreItsWordsIfTheyAreThoseOfItsText(string json, string expected, string? note)
    {
        var (text, reader, _) = Read(json);
        Assert.Equal(expected, text);
        Assert.Equal(note is not null, reader.Notes.Any(found => found.Text.StartsWith(note ?? "1 record", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"tokens":["Anna",5],"ner_tags":["B-PER","O"]}""", "word 1 is a JSON number; expected a text in quotes")]
    [InlineData("""{"tokens":[null,"b"],"ner_tags":["B-PER","O"]}""", "word 0 is a JSON null; expected a text in quotes")]
    public void AWordThatIsNoTextIsNamed(string json, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatTheParserSaysHoldsNoMoreOfTheFileThanOtherMessages()
    {
        var text = string.Concat(Enumerable.Repeat("private ", 3000));
        var error = Assert.Throws<InvalidInputException>(() => Read("{\"tokens\":[\"a\"],\"ner_tags\":[\"O\"]}\n{\"tokens\": n" + text + "}\n"));
        Assert.InRange(error.Message.Length, 20, 500);
        Assert.Contains("is an invalid JSON literal", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsLeftOutIsCounted()
    {
        var notes = Read("""
            {"text":"a","spans":[],"answer":"reject"}
            {"data":{"text":"a"},"annotations":[]}
            {"tokens":["a"," "],"ner_tags":["B-X","O"]}
            {"text":"\n","spans":[]}
            {"text":"a b ","spans":[{"start":2,"end":4,"label":"X"}]}
            """, new DataFormat { DropEmptyWords = true }).Reader.Notes.Select(note => note.Text).ToArray();
        Assert.Equal(
            [
                "JSON: words in 'tokens', labels in 'ner_tags'",
                "JSON: texts in 'text', spans in 'spans' with offsets in code points; words are cut at white space, punctuation and Chinese characters",
                "1 record whose answer is not accept left out, in line 1",
                "1 task without an annotation left out, in line 2",
                "1 empty word left out, in line 3",
                "1 text without a word left out, in line 4",
                "1 span with white space at an end, taken without it, in line 5",
            ], notes);
    }

    [Fact]
    public void LabelsAreNamedAndChosenByOptions()
    {
        const string Json = """{"tokens":["a","b"],"ner_tags":[0,1],"fine":["O","B-F"]}""";
        Assert.Equal("a/O b/B-X", Read(Json, new DataFormat { LabelNames = ["O", "B-X"] }).Text);
        const string Spans = """{"text":"a b","annotations":[{"label":1,"start_offset":2,"end_offset":3}]}""";
        Assert.Equal("a/O b/B-X", Read(Spans, new DataFormat { LabelNames = ["O", "X"] }).Text);
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, "labelNames=O,PER,LOC"), Assert.Throws<InvalidInputException>(() => Read(Spans)).Remedy);
        Assert.Equal("a/O b/B-F", Read(Json, new DataFormat { LabelColumn = DataColumn.Parse("fine") }).Text);
    }

    [Theory]
    [InlineData("no-json.jsonl", 2, "not JSON: ")]
    [InlineData("cut-off.json", 3, "not JSON: ")]
    [InlineData("key-twice.jsonl", 1, "not JSON: ")]
    [InlineData("keys-unknown.jsonl", 1, "found an object with id, title; expected words with labels")]
    [InlineData("words-and-labels-differ.jsonl", 2, "2 words, but 1 labels")]
    [InlineData("labels-without-names.jsonl", 1, "label 0 is a number, 0, and the file gives no names for labels")]
    [InlineData("label-is-a-list.jsonl", 1, "label 1 is [\"B-X\"]; expected a name or a number")]
    [InlineData("label-is-empty.jsonl", 1, "label 0 is empty")]
    [InlineData("word-is-empty.jsonl", 1, "word 1 is empty")]
    [InlineData("span-outside.jsonl", 1, "span 14..99 (LOC) lies outside of the text, which is 19 long")]
    [InlineData("span-backwards.jsonl", 1, "span 4..0 (PER) is empty")]
    [InlineData("span-inside-a-word.jsonl", 1, "span 14..17 (LOC) 'Osl' begins or ends inside a word of 'Oslo'")]
    [InlineData("span-of-white-space.jsonl", 1, "span 4..5 (X) '' holds no word")]
    [InlineData("span-without-label.jsonl", 1, "item 0 of 'spans' is no span; expected [start, end, \"TYPE\"]")]
    [InlineData("span-quotes-other-text.json", 1, "span 0..4 (PER) reads 'Anna', but the file says it is 'Bert'")]
    [InlineData("annotations-differ.json", 1, "the task has 2 annotations, and they differ; mark one of them as ground truth")]
    [InlineData("half-a-surrogate.jsonl", 1, "cannot be read: ")]
    [InlineData("latin-1.jsonl", 1, "byte offset 13: byte 0xFC is not valid UTF-8")]
    public void BrokenRecordsAreRefusedWithPlaceAndReason(string file, int line, string reason)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Invalid", "Json", file);
        var error = Assert.Throws<InvalidInputException>(() => LabeledFileReader.ReadSentences(path).Count());
        Assert.Equal((InputKind.Data, path, (long?)line), (error.Kind, error.File, error.Line));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABracketAmongWordsIsNoJson() => Assert.Equal("[/O Oslo/B-LOC ]/O {/O", Read("[ O\nOslo B-LOC\n] O\n{ O\n").Text);

    public void Dispose() => _folder.Dispose();

    private (string Text, LabeledFileReader Reader, LabeledSentence[] Sentences) Read(string text, DataFormat? format = null)
    {
        var reader = LabeledFileReader.Open(_folder.Write("a.jsonl", text), format);
        var sentences = reader.ReadSentences().ToArray();
        return (string.Join(" | ", sentences.Select(Show)), reader, sentences);
    }

    private static string Show(LabeledSentence sentence) => string.Join(' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}/{label}"));
}
