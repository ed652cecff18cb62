using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Everything that decides the result of a distillation: its options and the contents of its inputs.</summary>
internal static class DistillationIdentity
{
    /// <summary>Options and hashes; where the bundle goes, how often it is saved and what it is compared with is left out.</summary>
    public static JsonObject Of(DistillationOptions options, IReadOnlyDictionary<string, string> inputHashes)
    {
        var identity = OptionsFile.ToJson(options with { Out = "", Checkpoints = new CheckpointOptions(), Baseline = null }).AsObject();
        foreach (var (path, hash) in inputHashes) identity[path] = hash;
        return identity;
    }
}
