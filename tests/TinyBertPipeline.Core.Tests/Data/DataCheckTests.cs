using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class DataCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void SentencesWordsAndEntitiesAreCounted()
    {
        var file = Check(("a", "Ann B-PER\nLee I-PER\nof O\nRome B-LOC\n\nBo B-PER\n\nBo B-PER\n")).Files.Single();
        Assert.Equal((TagScheme.Bio, 3, 6L, 4, 1), (file.Scheme, file.Sentences, file.Words, file.Entities, file.RepeatedSentences));
        Assert.Equal([new("LOC", 1), new("PER", 3)], file.Types);
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void InvalidPlacesAreCountedOverAllFiles() =>
        Assert.Equal(3, Check(
            ("a", "Ann S-PER\nLee E-PER\n\nAl B-PER\nBo E-PER\n"),
            ("b", "Bo B-PER\n\nin O\nRome E-LOC\n\nAl B-PER\nBo E-PER\n\nNew B-LOC\nYork E-LOC\n")).InvalidPlaces);

    [Fact]
    public void SentencesWithTheSameWordsInTwoFilesAreFoundWhateverTheirLabels()
    {
        var check = Check(("train", "Bo S-PER\nran O\n\nA O\n"), ("dev", "C O\n"), ("test", "Bo O\nran O\n\nBo O\nran O\n"));
        Assert.Equal([new SharedSentences(_folder.File("train"), _folder.File("test"), 1, "Bo ran")], check.Shared);
    }

    [Fact]
    public void TheTextHasEveryFinding()
    {
        var text = Check(
            ("a", "Bo S-PER\n\nBo S-PER\n\nLee E-PER\n\nAl B-PER\nLee E-PER\n"), ("b", "Bo S\n"),
            ("c", "Al S-PER\nin O\nNew I-LOC\nYork I-LOC\n")).ToText();
        Assert.Equal(
            $"""
            {_folder.File("a")}: BIOES, 4 sentences, 5 words, 4 entities
              PER 4
              1 sentences stand there more than once
              1 invalid places
                {_folder.File("a")}:5: BIOES does not allow E-PER at the start of a sentence; an entity is taken to start there
            {_folder.File("b")}: BIOES, 1 sentences, 1 words, 1 entities
              (unnamed) 1
              no invalid places
            {_folder.File("c")}: MIXED, 1 sentences, 4 words, 2 entities
              LOC 1
              PER 1
              the types have letters of different schemes, and each is read by its own: scheme mixed (LOC: a run of I; PER: S); a scheme given shows the places that break it
              no invalid places
            1 sentences stand in {_folder.File("a")} and in {_folder.File("b")}, for example: Bo

            """, text);
    }

    public void Dispose() => _folder.Dispose();

    private DataCheck Check(params (string Name, string Text)[] files) =>
        DataCheck.Of([.. files.Select(file => LabeledData.Read(_folder.Write(file.Name, file.Text)))]);
}
