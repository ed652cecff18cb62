using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class SafetensorsFileTests
{
    public static TheoryData<string> ReferenceFiles => [.. ReferenceCases.Checkpoints(".safetensors")];

    public static TheoryData<string> BrokenFiles => [.. ReferenceCases.Broken("safetensors/")];

    [Theory, MemberData(nameof(ReferenceFiles))]
    public void TensorsEqualTheReference(string name)
    {
        var (path, entry) = ReferenceCases.Checkpoint(name);
        using var file = SafetensorsFile.Open(path);
        TensorExpectation.AssertEqual(entry.GetProperty("tensors"), file);
    }

    [Theory, MemberData(nameof(BrokenFiles))]
    public void BrokenFilesAreRefusedByName(string name)
    {
        var (path, _) = ReferenceCases.Broken("", name);
        var allocated = AllocationLimit.Measure(() =>
        {
            var refusal = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path).Dispose());
            Assert.Equal((InputKind.Model, path), (refusal.Kind, refusal.File));
        });
        AllocationLimit.AssertKept(allocated, new FileInfo(path).Length);
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
        var path = ReferenceCases.Invalid("safetensors", $"{name}.safetensors");
        var refusal = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path).Dispose());
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepNestingDoesNotOverflowTheStack()
    {
        using var folder = new TemporaryFolder();
        var header = """{"a":{"x":""" + new string('[', 100_000);
        File.WriteAllBytes(folder.File("deep.safetensors"),
            [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header)]);
        var refusal = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(folder.File("deep.safetensors")));
        Assert.Contains("JSON", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatShrinksMeanwhileIsAnErrorAndNotACrash()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        SafetensorsWriter.Write(path, [new WeightTensor("a", [1000], new float[1000])]);
        using var file = SafetensorsFile.Open(path);
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) stream.SetLength(2000);
        Assert.Contains("ends at byte 2000", Assert.Throws<InvalidInputException>(() => file.ReadFloats("a")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void IntegersAreNotReadAsFloatsNorFloatsAsIntegers()
    {
        using var file = SafetensorsFile.Open(ReferenceCases.Golden("safetensors", "mixed-dtypes.safetensors"));
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
