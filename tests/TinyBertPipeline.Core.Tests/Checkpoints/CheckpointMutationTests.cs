using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class CheckpointMutationTests
{
    [Theory]
    [InlineData("safetensors")]
    [InlineData("bin")]
    public void DamagedFilesAreRefusedWhereTheReferenceRefusesAndOtherwiseGiveItsTensors(string form)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File($"mutation.{form}");
        var (accepted, refused) = (0, 0);
        foreach (var mutation in ReferenceData.ReadJsonLines("abuse", "mutations.jsonl")
            .Where(line => line.GetProperty("form").GetString() == form))
        {
            File.WriteAllBytes(path, mutation.GetProperty("base64").GetBytesFromBase64());
            var change = mutation.GetProperty("change").GetString()!;
            if (Refuses(path, mutation)) refused++;
            else accepted++;
            Assert.True(change != "unchanged" || refused == 0, "the undamaged file comes first and must be read");
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused");
    }

    private static bool Refuses(string path, JsonElement mutation)
    {
        try
        {
            using ICheckpointFile file = path.EndsWith(".bin", StringComparison.Ordinal) ? PickleFile.Open(path)
                : SafetensorsFile.Open(path);
            foreach (var name in file.Entries.Keys) file.ReadBytes(name);
            Assert.True(mutation.TryGetProperty("tensors", out var tensors),
                $"accepted, though the reference refuses: {mutation.GetProperty("change")}");
            TensorExpectation.AssertEqual(tensors, file);
            return false;
        }
        catch (InvalidInputException refusal)
        {
            Assert.Equal((InputKind.Model, path), (refusal.Kind, refusal.File));
            return true;
        }
    }
}
