using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>The epochs so far and the weights of the best of them: what a checkpoint keeps beside the model.</summary>
internal sealed class FineTuningHistory
{
    private readonly List<EpochScore> _epochs = [];

    /// <summary>The score after each epoch.</summary>
    public IReadOnlyList<EpochScore> Epochs => _epochs;

    /// <summary>The first epoch with the highest dev F1, or null before the first evaluation.</summary>
    public EpochScore? Best => _epochs.MaxBy(epoch => epoch.DevF1);

    /// <summary>Weights of the best epoch.</summary>
    public IReadOnlyList<WeightTensor> BestWeights { get; private set; } = [];

    /// <summary>Adds an epoch; keeps the weights when it is the best.</summary>
    public void Add(EpochScore epoch, Func<IReadOnlyList<WeightTensor>> weights)
    {
        _epochs.Add(epoch);
        if (Best == epoch) BestWeights = weights();
    }

    public JsonObject ToJson() => new()
    {
        ["epochs"] = JsonSerializer.SerializeToNode(_epochs, OptionsFile.Json),
    };

    public void Restore(JsonObject json, IReadOnlyList<WeightTensor> bestWeights)
    {
        _epochs.AddRange(json["epochs"].Deserialize<EpochScore[]>(OptionsFile.Json)!);
        BestWeights = bestWeights;
    }
}
