namespace TinyBertPipeline.Cli.Tests.Faults;

/// <summary>A tagger of a few kilobytes with everything that can be derived from it, and data to train and measure on.</summary>
internal static class SmallBundle
{
    public const string Text = "Bo Lee ran .";

    /// <summary>Writes <c>data</c> and the bundle <c>tagger</c>, exported and converted.</summary>
    public static async Task<string> CreateAsync(TemporaryFolder folder)
    {
        WriteData(folder);
        var tagger = HuggingFaceFolder.Create(folder);
        await TinyBertProcess.SucceedAsync(["export", tagger]);
        await TinyBertProcess.SucceedAsync(["convert", tagger]);
        return tagger;
    }

    public static void WriteData(TemporaryFolder folder) => folder.Write("data", string.Concat(Enumerable.Repeat(
        "Bo B-PER\nLee E-PER\nran O\n. O\n\nAcme S-ORG\nbought O\nBo S-PER\n\n", 40)));
}
