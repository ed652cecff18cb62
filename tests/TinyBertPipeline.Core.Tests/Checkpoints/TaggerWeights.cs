using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

/// <summary>Weights of taggers.</summary>
internal static class TaggerWeights
{
    public static IEnumerable<TensorSlot> Head(BertConfig config) => new TokenClassificationTask().Head(config);

    public static BertWeights Create(BertConfig config, int seed) => RandomWeights.Create(config, Head(config), seed);

    public static BertWeights Load(string folder, BertConfig config) => BertWeights.Load(folder, config, Head(config));
}
