using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFileIsReadWhole() =>
        Assert.Equal(new byte[100_000].Append((byte)7), InputFile.ReadBytes(Fill(100_000, 7), InputKind.Data, 200_000));

    [Fact]
    public void OneThatIsTooLargeOrNeverEndsIsRefused()
    {
        Assert.Contains("larger than 99999", Refusal(Fill(100_000, 7), most: 99_999).Message, StringComparison.Ordinal);
        if (File.Exists("/dev/zero")) Assert.Contains("larger than", Refusal("/dev/zero").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsAbsentOrAFolderIsRefusedWithItsKind()
    {
        Assert.Equal(InputKind.Model, Refusal(_folder.File("absent")).Kind);
        Assert.Contains("is a folder", Refusal(_folder.Path).Message, StringComparison.Ordinal);
    }

    private static InvalidInputException Refusal(string path, int most = 1 << 20) =>
        Assert.Throws<InvalidInputException>(() => InputFile.ReadBytes(path, InputKind.Model, most));

    private string Fill(int zeros, byte last)
    {
        File.WriteAllBytes(_folder.File("file"), [.. new byte[zeros], last]);
        return _folder.File("file");
    }
}
