using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

/// <summary>A layout that people publish, with a small file of it.</summary>
/// <param name="Layout">What it is called.</param>
/// <param name="File">The file, below Data/Layouts.</param>
/// <param name="Expected">The words and labels that are right.</param>
internal sealed record LayoutCase(string Layout, string File, string Expected)
{
    /// <summary>What the message of a fault or a warning says where the file is not read right without an option.</summary>
    public string? Message { get; init; }

    /// <summary>The option that the message names, as <see cref="Remedy.Subject"/>.</summary>
    public string? Remedy { get; init; }

    /// <summary>The format with that option.</summary>
    public DataFormat Format { get; init; } = DataFormat.Auto;

    public string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "Layouts", File);

    public static IReadOnlyList<LayoutCase> All { get; } =
    [
        new("CoNLL-2003, English", "conll2003.txt", "Acme/I-ORG hires/O Danish/I-MISC cooks/O ./O | Ada/I-PER Brown/I-PER | Oslo/I-LOC"),
        new("CoNLL-2003, German", "conll2003-german.txt", "Der/O Koch/O Ada/B-PER lebt/O in/O Bonn/B-LOC"),
        new("CoNLL-2002", "conll2002.txt", "Ada/B-PER vive/O en/O Lima/B-LOC ./O | Es/O grande/O"),
        new("CoNLL-U Plus", "conllu-plus.conllup", "zu/O dem/O Rhein/B-LOC ./O | Ada/B-PER Brown/I-PER"),
        new("Universal NER", "universal-ner.iob2", "Acme/B-ORG opens/O in/O Oslo/B-LOC ./O | #/O 1/O"),
        new("GermEval 2014", "germeval2014.tsv", "Die/O Universität/B-ORG Bonn/I-ORG wächst/O | Am/O Rhein/B-LOC"),
        new("MultiCoNER", "multiconer.conll", "the/O tale/O of/O the/B-CW green/I-CW hill/I-CW | #/O acme/B-CORP"),
        new("WikiNEuRal", "wikineural.conllu", "Ada/B-PER Brown/I-PER lives/O in/O Oslo/B-LOC ./O | It/O rains/O ./O"),
        new("MultiNERD", "multinerd.tsv", "The/O red/B-ANIM fox/I-ANIM sleeps/O | Oslo/B-LOC !/O"),
        new("WNUT 2017", "wnut17.conll", "@anna/O in/O #oslo/O with/O Acme/B-corporation Play/I-corporation | :-)/O lol/O"),
        new("Broad Twitter Corpus", "btc.conll", "RT/O @ann/B-PER :/O Met/O Ada/B-PER Brown/I-PER &amp;/O co/O | #/O 1/O Oslo/B-LOC"),
        new("Broad Twitter Corpus, empty words", "btc-empty-words.conll", "so/O \u200A/O good/O Oslo/B-LOC")
        {
            Message = "no word in ' \\u0009O'",
            Remedy = "dropEmptyWords=true",
            Format = new DataFormat { DropEmptyWords = true },
        },
        new("OntoNotes, CoNLL-2012", "ontonotes-conll2012.conll", "Ada/B-PERSON Brown/I-PERSON left/O Oslo/B-GPE | Yes/O"),
        new("OntoNotes, columns", "ontonotes-columns.txt", "Ada/B-PERSON Brown/I-PERSON left/O Oslo/B-GPE | Yes/O"),
        new("WikiANN", "wikiann.txt", "Ada/B-PER Brown/I-PER :/O Oslo/B-LOC | It/O rains/O")
        {
            Message = "words begin with a language, 'en:'",
            Remedy = "stripLanguage=true",
            Format = new DataFormat { StripLanguage = true },
        },
        new("MSRA, characters", "msra.txt", "安/B-PER 娜/I-PER 在/O 京/B-LOC 城/I-LOC 。/O | ２/O A/O \u3000/O"),
        new("Weibo, characters", "weibo.conll", "安/B-PER.NAM 娜/I-PER.NAM 在/O 京/B-LOC.NAM 城/I-LOC.NAM | 好/O 的/O")
        {
            Message = "every word is one character and a number, its place in a longer word",
            Remedy = "stripPosition=true",
            Format = new DataFormat { StripPosition = true },
        },
        new("ResumeNER, BMES", "resume.bmes", "安/B-NAME 小/M-NAME 娜/E-NAME ，/O 京/S-LOC | 汉/B-RACE 族/E-RACE"),
        new("KLUE NER", "klue-ner.tsv", "안/B-PS 나/I-PS 는/O 간/O 다/O | 네/O")
        {
            Message = "no word in ' \\u0009O'",
            Remedy = "dropEmptyWords=true",
            Format = new DataFormat { DropEmptyWords = true },
        },
        new("JNLPBA", "jnlpba.iob2", "IL-0/B-DNA gene/I-DNA binds/O | It/O binds/O")
        {
            Message = "no label in '###MEDLINE:00000001'",
            Remedy = "comment=###",
            Format = new DataFormat { Comment = "###" },
        },
        new("CoNLL-U, labels among the features", "conllu-misc.conllu", "Ada/B-PER left/O Oslo/B-LOC ./O | Yes/O"),
        new("the label before the word", "label-first.txt", "Ada/B-PER left/O | Oslo/B-LOC"),
        new("letters behind an underscore (Boson)", "boson.txt", "安/B-person 娜/I-person 在/O 京/B-location | 好/O")
        {
            Message = "'B_person' has its letter parted by '_'",
            Remedy = "writtenAs=B_LOC",
            Format = new DataFormat { WrittenAs = "B_LOC" },
        },
        new("another label for outside", "outside-other.tsv", "Ada/PER Brown/PER left/O Oslo/LOC | Yes/O")
        {
            Message = "'OTHER' seems to be the label of words outside of entities, which is O",
            Remedy = "outside=OTHER",
            Format = new DataFormat { Outside = "OTHER" },
        },
        new("numbered, no blank lines", "numbered-without-blank-lines.txt", "Ada/B-PER ran/O | Oslo/B-LOC waits/O"),
        new("gold beside predicted", "predictions.txt", "Ada/B-PER ran/O Oslo/O")
        {
            Message = "column 2 holds labels too (LOC, PER)",
            Remedy = "labelColumn=2",
            Format = new DataFormat { LabelColumn = DataColumn.At(3) },
        },
        new("doccano", "doccano.jsonl", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O | It/O rains/O ./O"),
        new("doccano with relations", "doccano-relations.jsonl", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O"),
        new("doccano, numbers for labels", "doccano-ids.jsonl", "Ada/B-PER left/O")
        {
            Message = "the label of span 0 is a number, 1, and the file gives no names for labels",
            Remedy = "labelNames=O,PER,LOC",
            Format = new DataFormat { LabelNames = ["O", "PER", "LOC"] },
        },
        new("doccano, offsets in UTF-16", "doccano-utf16.jsonl", "😀/O Anna/B-PER moved/O")
        {
            Message = "span 3..7 (PER) 'nna' begins or ends inside a word of 'Anna'; counted in UTF-16 units it is 'Anna'",
            Remedy = "offsets=utf16",
            Format = new DataFormat { Offsets = OffsetUnit.Utf16 },
        },
        new("Label Studio, CoNLL", "label-studio.conll", "Anna/B-PER moved/O to/O Oslo/B-LOC | It/O rains/O"),
        new("Label Studio, JSON", "label-studio.json", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O"),
        new("Label Studio, JSON-MIN", "label-studio-min.json", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O"),
        new("Prodigy", "prodigy.jsonl", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O"),
        new("spaCy", "spacy.json", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O | It/O rains/O ./O"),
        new("spans that cut words", "spans-misaligned.jsonl", "Oslofjord/B-LOC is/O big/O")
        {
            Message = "span 0..4 (LOC) 'Oslo' begins or ends inside a word of 'Oslofjord'",
            Remedy = "misaligned=expand",
            Format = new DataFormat { Misaligned = MisalignedSpans.Expand },
        },
        new("Hugging Face, names", "huggingface.jsonl", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O | It/O rains/O"),
        new("Hugging Face, numbers", "huggingface-ids.jsonl", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O")
        {
            Message = "label 0 is a number, 1, and the file gives no names for labels",
            Remedy = "labelNames=O,B-PER,I-PER",
            Format = new DataFormat { LabelNames = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"] },
        },
        new("Hugging Face, names of features", "huggingface-features.json", "Ada/B-PER left/O Oslo/B-LOC"),
        new("Hugging Face, rows with names", "huggingface-viewer.json", "Anna/B-PER moved/O to/O Oslo/B-LOC ./O"),
        new("CSV, sentence named once (Kaggle)", "kaggle.csv", "Anna/B-per moved/O to/O Oslo/B-geo ,/O | It/O rains/O"),
        new("CSV, a sentence a row with lists (Kaggle)", "kaggle-lists.csv", "Ada/B-per left/O Oslo/B-geo | Yes/O"),
        new("CSV with a sentence column", "sentence-id.csv", "Anna/B-PER moved/O | Oslo/B-LOC"),
        new("CSV without names", "unnamed.csv", "Anna/B-PER moved/O | Oslo/B-LOC"),
        new("UER-py, a sentence a row", "uer.tsv", "安/B-PER 娜/I-PER 在/O 京/B-LOC | 好/O 的/O"),
        new("CLUENER", "cluener.jsonl", "安/B-name 娜/I-name 在/O 京/B-address 城/I-address"),
        new("GLiNER", "gliner.json", "Anna/B-person moved/O to/O New/B-place York/I-place"),
    ];

    /// <summary>Reads the file as far as it can be read: words and labels, and what was said.</summary>
    public (string Text, LabeledFileReader? Reader, InvalidInputException? Fault) Read(DataFormat format)
    {
        try
        {
            var reader = LabeledFileReader.Open(Path, format);
            var sentences = reader.ReadSentences().ToArray();
            _ = LabeledData.Read(Path, format);             // labels that are none
            return (string.Join(" | ", sentences.Select(sentence => string.Join(' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}/{label}")))), reader, null);
        }
        catch (InvalidInputException e)
        {
            return ("", null, e);
        }
    }

    public override string ToString() => Layout;
}
