using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task CheckCountsAndFindsInvalidPlacesAndSharedSentences()
    {
        _folder.Write("train", "Bo S-PER\nran O\n\nAcme B-ORG\nbought O\n");
        _folder.Write("test", "Bo S-PER\nran O\n");
        var (code, output, error) = await RunAsync("data", "check", "train", "test", "--json");
        Assert.True(code == 0, error);
        var check = JsonDocument.Parse(output).RootElement;
        Assert.Equal(2, check.GetProperty("files")[0].GetProperty("entities").GetInt32());
        Assert.Equal("bioes", check.GetProperty("files")[0].GetProperty("scheme").GetString());
        Assert.Equal(1, check.GetProperty("invalidPlaces").GetInt32());
        Assert.Equal("Bo ran", check.GetProperty("shared")[0].GetProperty("example").GetString());
    }

    [Fact]
    public async Task StrictCheckEndsWithTheExitCodeOfBadDataAndStillPrintsItsFindings()
    {
        _folder.Write("train", "Bo S-PER\nAcme B-ORG\nbought O\n");
        var (code, output, error) = await RunAsync("data", "check", "train", "--strict", "--json");
        Assert.Equal(3, code);
        Assert.Contains("train:3: BIOES does not allow B-ORG before O", error, StringComparison.Ordinal);
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

    [Fact]
    public async Task UniversalNerAndCharactersAreOptions()
    {
        _folder.Write("in", "# sent_id = 1\n1\t小米\tB-ORG\t-\t-\n2\t好\tO\t-\t-\n");
        var (code, _, error) = await RunAsync("data", "convert", "in", "--format", "universal-ner", "--by-character", "--out", "out");
        Assert.True(code == 0, error);
        Assert.Equal("小 B-ORG\n米 E-ORG\n好 O\n\n", await File.ReadAllTextAsync(_folder.File("out")));
    }

    [Fact]
    public async Task AFileThatIsNoLabelledFileIsRefusedWithItsLine()
    {
        _folder.Write("in", "Bo S-PER\nLee\n");
        var (code, _, error) = await RunAsync("data", "convert", "in", "--out", "out");
        Assert.Equal(3, code);
        Assert.Contains("in:2: no label in 'Lee'", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out")));
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => TinyBertProcess.RunAsync(arguments, _folder.Path);
}
