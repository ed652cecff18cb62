using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class PickleFileTests
{
    public static TheoryData<string> ReferenceFiles => [.. ReferenceCases.Checkpoints(".bin")];

    public static TheoryData<string> BrokenFiles => [.. ReferenceCases.Broken("bin/")];

    [Theory, MemberData(nameof(ReferenceFiles))]
    public void TensorsEqualTheReference(string name)
    {
        var (path, entry) = ReferenceCases.Checkpoint(name);
        using var file = PickleFile.Open(path);
        TensorExpectation.AssertEqual(entry.GetProperty("tensors"), file);
    }

    [Theory, MemberData(nameof(BrokenFiles))]
    public void BrokenFilesAreRefusedByNameAndNothingOfThemRuns(string name)
    {
        var (path, _) = ReferenceCases.Broken("", name);
        var allocated = AllocationLimit.Measure(() =>
        {
            var refusal = Assert.Throws<InvalidInputException>(() => ReadAll(path));
            Assert.Equal((InputKind.Model, path), (refusal.Kind, refusal.File));
        });
        AllocationLimit.AssertKept(allocated, new FileInfo(path).Length);
        Assert.False(File.Exists(ReferenceCases.PayloadFile));
    }

    private static void ReadAll(string path)
    {
        using var file = PickleFile.Open(path);
        foreach (var name in file.Entries.Keys) file.ReadBytes(name);
    }
}
