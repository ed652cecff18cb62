namespace TinyBertPipeline.Export.Tests;

/// <summary>Texts that must come out as they stand in a file of the repository.</summary>
internal static class Golden
{
    /// <summary>
    /// Compares with the golden file, in which the project's version stands as 0.0.0. Where the variable TINYBERT_ACCEPT is set the found text becomes the golden one, to be looked at in the diff.
    /// </summary>
    public static void AssertEqual(string file, string found)
    {
        found = found.Replace($"TinyBertPipeline {ExportMetadata.ProducerVersion}", "TinyBertPipeline 0.0.0", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("TINYBERT_ACCEPT") is not null)
            File.WriteAllText(Path.Combine(ReferenceData.RepositoryRoot, "tests", "TinyBertPipeline.Export.Tests", file), found);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)), found);
    }
}
