namespace TinyBertPipeline.Inference.Tests;

/// <summary>Inference and training meet in the bundle only.</summary>
public sealed class BoundaryTests
{
    [Fact]
    public void NothingThatInferenceNeedsIsTorch()
    {
        var dependencies = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TinyBertPipeline.Inference.Tests.deps.json"));
        Assert.Contains("TinyBertPipeline.Inference", dependencies, StringComparison.Ordinal);
        Assert.DoesNotContain("torch", dependencies, StringComparison.OrdinalIgnoreCase);
    }
}
