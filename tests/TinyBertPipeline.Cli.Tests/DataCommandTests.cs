using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task CheckCountsAndFindsInvalidPlacesAndSharedSentences()
    {
        _folder.Write("train", "Bo S-PER\nLee B-PER\nLi E-PER\nran O\n\nAcme B-PER\nbought O\n");
        _folder.Write("test", "Bo S-PER\nLee B-PER\nLi E-PER\nran O\n");
        var (code, output, error) = await RunAsync("data", "check", "train", "test", "--json");
        Assert.True(code == 0, error);
        var check = JsonDocument.Parse(output).RootElement;
        Assert.Equal(3, check.GetProperty("files")[0].GetProperty("entities").GetInt32());
        Assert.Equal("bioes", check.GetProperty("files")[0].GetProperty("scheme").GetString());
        Assert.Equal(1, check.GetProperty("invalidPlaces").GetInt32());
        Assert.Equal("Bo Lee Li ran", check.GetProperty("shared")[0].GetProperty("example").GetString());
    }

    [Fact]
    public async Task StrictCheckEndsWithTheExitCodeOfBadDataAndStillPrintsItsFindings()
    {
        _folder.Write("train", "Bo S-PER\nAcme B-PER\nbought O\nLee B-PER\nLi E-PER\n");
        var (code, output, error) = await RunAsync("data", "check", "train", "--strict", "--json");
        Assert.Equal(3, code);
        Assert.Contains("train:3: BIOES does not allow B-PER before O", error, StringComparison.Ordinal);
        var document = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1, document.GetProperty("invalidPlaces").GetInt32());
        Assert.Equal(3, document.GetProperty("error").GetProperty("exitCode").GetInt32());
        Assert.Equal(0, (await RunAsync("data", "check", "train")).ExitCode);
    }

    [Theory]
    [InlineData("bioes", "Bo B-PER\nLee E-PER\nran O\n\n")]
    [InlineData("bio", "Bo B-PER\nLee I-PER\nran O\n\n")]
    [InlineData("iob1", "Bo I-PER\nLee I-PER\nran O\n\n")]
    [InlineData("bilou", "Bo B-PER\nLee L-PER\nran O\n\n")]
    [InlineData("bmes", "Bo B-PER\nLee E-PER\nran O\n\n")]
    public async Task ConvertWritesTheCanonicalFormInEveryScheme(string scheme, string expected)
    {
        _folder.Write("in", "\uFEFFBo\tNNP\tB-PER\r\nLee\tNNP\tI-PER\r\nran\tVB\tO");
        var (code, _, error) = await RunAsync("data", "convert", "in", "--out", "out", "--to", scheme);
        Assert.True(code == 0, error);
        Assert.Equal(expected, await File.ReadAllTextAsync(_folder.File("out")));
    }

    [Theory]
    [InlineData("Bo B-PER\nLee B-PER\n", "--to mixed", 2, "mixed")]
    [InlineData("ran O\n\nBo B-PER\nLee B-PER\n", "--to plain", 3, "in:3: the labels cannot express the entity of type PER")]
    public async Task WhatASchemeCannotSayIsRefusedWithItsPlace(string text, string options, int expected, string message)
    {
        _folder.Write("in", text);
        var (code, _, error) = await RunAsync(["data", "convert", "in", "--out", "out", .. options.Split(' ')]);
        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task AWordThatWouldBeginADocumentIsRefusedInColumnsAlone()
    {
        _folder.Write("in.json", """{"tokens":["Bo","-DOCSTART-","ran"],"ner_tags":["B-PER","O","O"]}""");
        var (code, _, error) = await RunAsync("data", "convert", "in.json", "--out", "out");
        Assert.Equal(3, code);
        Assert.Contains("the word -DOCSTART- of the sentence in line 1 would begin a document in columns", error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("data", "convert", "in.json", "--out", "out", "--layout", "csv")).ExitCode);
    }

    [Fact]
    public async Task PartsThatKeepDocumentsWholeCanBeSplitByDocumentAgain()
    {
        _folder.Write("in", string.Concat(Enumerable.Range(0, 20).Select(i => $"-DOCSTART- O\n\nBo{i} S-PER\nran O\n\nLee{i} S-PER\nsat O\n\n")));
        Assert.Equal(0, (await RunAsync("data", "split", "in", "--out", "one", "--by-document", "--test", "0")).ExitCode);
        var marks = (await File.ReadAllTextAsync(_folder.File("one/train_data"))).Split("-DOCSTART- O\n\n").Length - 1;
        Assert.InRange(marks, 10, 19);
        var (code, _, error) = await RunAsync("data", "split", "one/train_data", "--out", "two", "--by-document", "--test", "0");
        Assert.True(code == 0, error);
        Assert.All((await File.ReadAllTextAsync(_folder.File("two/dev_data"))).Split("-DOCSTART- O\n\n").Skip(1),
            document => Assert.Equal(2, document.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public async Task UniversalNerAndCharactersAreOptions()
    {
        _folder.Write("in", "# sent_id = 1\n1\t小米\tB-ORG\t-\t-\n2\t好\tO\t-\t-\n");
        var (code, _, error) = await RunAsync("data", "convert", "in", "--format", "universal-ner", "--by-character", "--out", "out");
        Assert.True(code == 0, error);
        Assert.Equal("小 B-ORG\n米 E-ORG\n好 O\n\n", await File.ReadAllTextAsync(_folder.File("out")));
    }

    [Theory]
    [InlineData("columns", "Anna B-PER")]
    [InlineData("csv", "0,Anna,B-PER")]
    [InlineData("huggingface", "\"ner_tags\":[\"B-PER\",\"E-PER\",\"O\"]")]
    [InlineData("doccano", "\"label\":[[0,8,\"PER\"]]")]
    [InlineData("spans", "\"token_start\":0,\"token_end\":1")]
    [InlineData("label-studio", "\"labels\":[\"PER\"]")]
    public async Task ConvertWritesEveryLayoutAndReadsItAgain(string layout, string part)
    {
        _folder.Write("in", "Anna B-PER\nLee I-PER\nran O\n");
        Assert.Equal(0, (await RunAsync("data", "convert", "in", "--out", "out", "--layout", layout)).ExitCode);
        Assert.Contains(part, await File.ReadAllTextAsync(_folder.File("out")), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("data", "convert", "out", "--out", "again", "--to", "bio")).ExitCode);
        Assert.Equal("Anna B-PER\nLee I-PER\nran O\n\n", await File.ReadAllTextAsync(_folder.File("again")));
    }

    [Fact]
    public async Task WhatWasTakenIsNotedAndWhatIsLikelyWrongIsWarnedOfWithItsFlag()
    {
        _folder.Write("in", "1\tBonn\tB-LOC\tO\n2\tist\tO\tO\n");
        var (_, _, error) = await RunAsync("data", "check", "in");
        Assert.Contains("in: word in column 2, label in column 3 of 4; column 1 counts the words", error, StringComparison.Ordinal);
        Assert.Contains("in: column 4 holds labels too (all O); --label-column 4\n", error, StringComparison.Ordinal);
        _folder.Write("prefixed", "en:Oslo\tB-LOC\nen:is\tO\n");
        Assert.Contains("warning: prefixed: words begin with a language, 'en:'; --strip-language (take the language off words such as en:Oslo)",
            (await RunAsync("data", "check", "prefixed")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", (await RunAsync("data", "check", "prefixed", "--strip-language")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFaultHasItsRemedyInFlags()
    {
        _folder.Write("in", "so\tO\n\tO\n");
        var (code, output, error) = await RunAsync("data", "check", "in", "--json");
        Assert.Equal(3, code);
        Assert.Contains("remedy: --drop-empty-words (leave out lines with a label but no word, and count them)", error, StringComparison.Ordinal);
        var document = JsonDocument.Parse(output).RootElement;
        Assert.Equal(2, document.GetProperty("error").GetProperty("line").GetInt32());
        Assert.Equal(1, document.GetProperty("files")[0].GetProperty("words").GetInt32());
        Assert.Contains("1 line without a word left out, in line 2", (await RunAsync("data", "check", "in", "--drop-empty-words")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatsSplitAndAugmentCount()
    {
        _folder.Write("in", string.Concat(Enumerable.Range(0, 20).Select(i => $"w{i} S-PER\nran O\n\n")));
        var stats = JsonDocument.Parse((await RunAsync("data", "stats", "in", "--json")).Output).RootElement.GetProperty("files")[0];
        Assert.Equal((20, 40, 21), (stats.GetProperty("sentences").GetInt32(), stats.GetProperty("words").GetInt32(), stats.GetProperty("differentWords").GetInt32()));
        var split = JsonDocument.Parse((await RunAsync("data", "split", "in", "--out", "parts", "--dev", "0.2", "--test", "0.2", "--json")).Output).RootElement;
        Assert.Equal([12, 4, 4], split.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("sentences").GetInt32()));
        Assert.Equal(4 * 3, (await File.ReadAllLinesAsync(_folder.File("parts/dev_data"))).Length);
        var augmented = JsonDocument.Parse((await RunAsync("data", "augment", "in", "--out", "more", "--copies", "2", "--json")).Output).RootElement;
        Assert.Equal(20, augmented.GetProperty("sentences").GetInt32());
        Assert.Equal(0, augmented.GetProperty("added").GetInt32());       // every sentence is a name and the same word: a swap gives one that is there
    }

    [Fact]
    public async Task AFileThatIsNoLabelledFileIsRefusedWithItsLine()
    {
        _folder.Write("in", "Bo S-PER\nLee\n");
        var (code, _, error) = await RunAsync("data", "convert", "in", "--out", "out");
        Assert.Equal(3, code);
        Assert.Contains("in:2: no label in [3 characters]", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Lee", error, StringComparison.Ordinal);
        Assert.Contains("--verbose", error, StringComparison.Ordinal);
        Assert.Contains("in:2: no label in 'Lee'", (await RunAsync("data", "convert", "in", "--out", "out", "--verbose")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out")));
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => TinyBertProcess.RunAsync(arguments, _folder.Path);
}
