namespace TinyBertPipeline.Export.Tests;

public sealed class PlaceholderTests
{
    [Fact]
    public void Placeholder() => Assert.True(Directory.Exists(ReferenceData.RepositoryRoot));
}
