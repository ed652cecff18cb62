using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data;

/// <summary>The data sets' own files, converted, against the BIOES files beside them.</summary>
public sealed class SourceFilesTests
{
    [Theory]
    [InlineData("en-bc5cdr", "raw/train.tsv", "train.bioes", TagScheme.Bio, 0)]
    [InlineData("en-bc5cdr", "raw/devel.tsv", "dev.bioes", TagScheme.Bio, 0)]
    [InlineData("en-bc5cdr", "raw/test.tsv", "test.bioes", TagScheme.Bio, 0)]
    [InlineData("en-wnut17", "raw/wnut17train.conll", "train.bioes", TagScheme.Bio, 0)]
    [InlineData("en-wnut17", "raw/emerging.dev.conll", "dev.bioes", TagScheme.Bio, 0)]
    [InlineData("en-wnut17", "raw/emerging.test.annotated", "test.bioes", TagScheme.Bio, 0)]
    [InlineData("zh-resume", "raw/train.char.bmes", "train.bioes", TagScheme.Bmes, 4)]   // two entities are cut by a blank line
    [InlineData("zh-resume", "raw/dev.char.bmes", "dev.bioes", TagScheme.Bmes, 0)]
    [InlineData("zh-resume", "raw/test.char.bmes", "test.bioes", TagScheme.Bmes, 0)]
    public void ConvertedSourcesEqualTheCanonicalFiles(string set, string source, string canonical, TagScheme scheme, int problems)
    {
        var data = LabeledData.Read(ReferenceData.RequireInput("datasets", set, source));
        Assert.Equal((scheme, problems), (data.Scheme, data.Problems.Count));
        AssertEqual(ReferenceData.RequireInput("datasets", set, canonical), data);
    }

    [Theory]
    [InlineData("politics")]
    [InlineData("science")]
    [InlineData("music")]
    [InlineData("literature")]
    [InlineData("ai")]
    public void ConvertedDomainsEqualTheCanonicalFiles(string domain)
    {
        foreach (var part in new[] { "train", "dev", "test" })
        {
            var data = LabeledData.Read(ReferenceData.RequireInput("datasets", "en-crossner", "raw", domain, $"{part}.txt"));
            AssertEqual(ReferenceData.RequireInput("datasets", "en-crossner", domain, $"{part}.bioes"), data);
        }
    }

    [Theory]
    [InlineData("train")]
    [InlineData("dev")]
    [InlineData("test")]
    public void UniversalNerFilesByCharacterEqualTheCanonicalFiles(string part)
    {
        var source = ReferenceData.RequireInput("datasets", "zh-uner-gsdsimp", "raw", $"zh_gsdsimp-ud-{part}.iob2");
        var data = LabeledData.Read(source).ByCharacter();
        AssertEqual(ReferenceData.RequireInput("datasets", "zh-uner-gsdsimp", $"{part}.bioes"), data);
    }

    // Byte for byte what is written, and sentence for sentence what is read.
    private static void AssertEqual(string canonical, LabeledData data)
    {
        using var folder = new TemporaryFolder();
        LabeledFileWriter.Write(folder.File("out.bioes"), data.Sentences);
        Assert.True(File.ReadAllBytes(canonical).AsSpan().SequenceEqual(File.ReadAllBytes(folder.File("out.bioes"))), canonical);
        var read = LabeledData.Read(canonical);
        Assert.Equal(TagScheme.Bioes, read.Scheme);
        Assert.Empty(read.Problems);
        Assert.Equal(data.Sentences.Select(sentence => (string.Join(' ', sentence.Words), string.Join(' ', sentence.Labels))),
            read.Sentences.Select(sentence => (string.Join(' ', sentence.Words), string.Join(' ', sentence.Labels))));
    }
}
