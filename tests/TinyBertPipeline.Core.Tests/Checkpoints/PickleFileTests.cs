using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class PickleFileTests
{
    public static TheoryData<string> ReferenceFiles => [.. ReferenceCases.CheckpointFiles.Where(file => file.EndsWith(".bin", StringComparison.Ordinal))];

    public static TheoryData<string> BrokenFiles => [.. ReferenceCases.AbuseFiles("bin/")];

    [Theory, MemberData(nameof(ReferenceFiles))]
    public void TensorsEqualTheReference(string name)
    {
        using var file = PickleFile.Open(ReferenceData.Require("checkpoints", name));
        TensorExpectation.AssertEqual(ReferenceCases.Entry("checkpoints", name).GetProperty("tensors"), file);
    }

    [Theory, MemberData(nameof(BrokenFiles))]
    public void BrokenFilesAreRefusedByNameAndNothingOfThemRuns(string name)
    {
        var path = ReferenceData.Require("abuse", name);
        var refusal = Assert.Throws<InvalidInputException>(() => ReadAll(path));
        Assert.Equal((InputKind.Model, path), (refusal.Kind, refusal.File));
        Assert.False(File.Exists(ReferenceData.ReadJson("abuse", "manifest.json").GetProperty("payload_file").GetString()));
    }

    private static void ReadAll(string path)
    {
        using var file = PickleFile.Open(path);
        foreach (var name in file.Entries.Keys) file.ReadBytes(name);
    }
}
