using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class SafetensorsFileTests
{
    public static TheoryData<string> ReferenceFiles => [.. ReferenceCases.CheckpointFiles.Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal))];

    public static TheoryData<string> BrokenFiles => [.. ReferenceCases.AbuseFiles("safetensors/")];

    [Theory, MemberData(nameof(ReferenceFiles))]
    public void TensorsEqualTheReference(string name)
    {
        using var file = SafetensorsFile.Open(ReferenceData.Require("checkpoints", name));
        TensorExpectation.AssertEqual(ReferenceCases.Entry("checkpoints", name).GetProperty("tensors"), file);
    }

    [Theory, MemberData(nameof(BrokenFiles))]
    public void BrokenFilesAreRefusedByName(string name)
    {
        var path = ReferenceData.Require("abuse", name);
        var refusal = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path).Dispose());
        Assert.Equal((InputKind.Model, path), (refusal.Kind, refusal.File));
    }

    [Theory]
    [InlineData("offsets-overlap", "'b'", "no overlap")]
    [InlineData("gap-between-tensors", "'b'", "no gap")]
    [InlineData("trailing-data", "of data", "tensors take")]
    [InlineData("shape-product-wraps", "'a'", "overflows")]
    [InlineData("dtype-unknown", "'F99'", "BF16")]
    [InlineData("header-length-2-63", "9223372036854775808", "at most 100000000")]
    [InlineData("duplicate-name", "'a'", "twice")]
    [InlineData("header-truncated-json", "JSON", "BytePositionInLine")]
    public void RefusalsSayWhatIsWrong(string name, string found, string reason)
    {
        var path = ReferenceData.Require("abuse", "safetensors", $"{name}.safetensors");
        var refusal = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path).Dispose());
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IntegersAreNotReadAsFloatsNorFloatsAsIntegers()
    {
        using var file = SafetensorsFile.Open(ReferenceData.Require("checkpoints", "safetensors", "mixed-dtypes.safetensors"));
        Assert.Contains("I64", Assert.Throws<InvalidInputException>(() => file.ReadFloats("int64")).Message, StringComparison.Ordinal);
        Assert.Contains("F32", Assert.Throws<InvalidInputException>(() => file.ReadInt64("float32")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => file.ReadFloats("no such tensor"));
    }

    [Fact]
    public void AFileThatIsNotThereIsNamed()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open("no/such.safetensors"));
        Assert.Equal("no/such.safetensors: there is no such file", refusal.Message);
    }
}
