using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data;

/// <summary>The example files of the repository, which the README's commands use.</summary>
public sealed class ExampleDataTests
{
    private static readonly string _folder = Path.Combine(ReferenceData.RepositoryRoot, "data", "example");

    [Theory]
    [InlineData("train_data", 200)]
    [InlineData("dev_data", 50)]
    [InlineData("test_data", 50)]
    public void ExampleFilesAreLegalBioesOfThreeTypes(string file, int sentences)
    {
        var data = LabeledData.Read(Path.Combine(_folder, file));
        Assert.Equal((TagScheme.Bioes, sentences), (data.Scheme, data.Sentences.Count));
        Assert.Empty(data.Problems);
        Assert.Equal(["LOC", "ORG", "PER"], data.Types);
        var chinese = data.Sentences.Count(sentence => sentence.Words.Any(word => word[0] is >= '\u4E00' and <= '\u9FFF'));
        Assert.Equal(sentences / 2, chinese);
    }

    [Fact]
    public void SentencesOfTestAndDevDoNotStandInTraining()
    {
        var training = Read("train_data").ToHashSet();
        Assert.DoesNotContain(Read("dev_data").Concat(Read("test_data")), training.Contains);

        static IEnumerable<string> Read(string file) =>
            LabeledData.Read(Path.Combine(_folder, file)).Sentences.Select(sentence => string.Join(' ', sentence.Words));
    }
}
