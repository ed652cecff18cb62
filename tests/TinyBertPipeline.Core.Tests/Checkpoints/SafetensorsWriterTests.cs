using CsCheck;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void ACheckpointReadAndWrittenIsTheSameFile()
    {
        var path = ReferenceData.Require("checkpoints", "hf-token-classification", "model.safetensors");
        using var folder = new TemporaryFolder();
        using (var file = SafetensorsFile.Open(path))
        {
            var tensors = file.Entries.Values.Select(entry => new WeightTensor(entry.Name, entry.Shape, file.ReadFloats(entry.Name)))
                .Reverse();
            SafetensorsWriter.Write(folder.File("model.safetensors"), tensors);
        }
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(folder.File("model.safetensors")));
    }

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var values = Gen.Float[-10, 10].Array[6];
        var names = Gen.String[Gen.Char['!', '\u30FF'], 1, 20].Where(name => name != "__metadata__").HashSet[0, 5];
        Gen.Select(names, values).Sample((chosen, numbers) =>
        {
            using var folder = new TemporaryFolder();
            WeightTensor[] tensors = [.. chosen.Select((name, i) => new WeightTensor(name, i % 2 == 0 ? [2, 3] : [6, 1, 1], numbers))];
            SafetensorsWriter.Write(folder.File("a.safetensors"), tensors, new Dictionary<string, string> { ["made by"] = "a test" });
            using var file = SafetensorsFile.Open(folder.File("a.safetensors"));
            Assert.Equal("pt", file.Metadata["format"]);
            Assert.Equal("a test", file.Metadata["made by"]);
            Assert.Equal(chosen.Order(StringComparer.Ordinal), file.Entries.Keys.Order(StringComparer.Ordinal));
            foreach (var tensor in tensors)
            {
                Assert.Equal(tensor.Shape, file.Entries[tensor.Name].Shape);
                Assert.Equal(tensor.Values, file.ReadFloats(tensor.Name));
            }
        }, iter: 50);
    }

    [Fact]
    public void TheHashIsThatOfTheWrittenFile()
    {
        using var folder = new TemporaryFolder();
        WeightTensor[] tensors = [new("b", [2], [1, 2]), new("a", [], [3])];
        SafetensorsWriter.Write(folder.File("a.safetensors"), tensors);
        Assert.Equal(FileHash.Sha256(folder.File("a.safetensors")), SafetensorsWriter.Sha256(tensors));
    }

    [Fact]
    public void WrongTensorsAreRefusedAndNothingIsWritten()
    {
        using var folder = new TemporaryFolder();
        WeightTensor good = new("a", [2], [1, 2]);
        foreach (var bad in (WeightTensor[])[good, new("b", [3], [1, 2]), new("__metadata__", [1], [1])])
            Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder.File("a.safetensors"), [good, bad]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
