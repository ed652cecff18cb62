using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>Moments of what the teacher computes on some text: rows are its real pieces, [CLS] and [SEP] included.</summary>
internal sealed class TeacherStatistics : IDisposable
{
    private TeacherStatistics(
        SecondMoments[] hidden, SecondMoments[] middle, Dictionary<int, SecondMoments> activations, SecondMoments? pooled) =>
        (Hidden, Middle, Activations, Pooled) = (hidden, middle, activations, pooled);

    /// <summary>Of the embeddings' output and each layer's output, 0..N.</summary>
    public SecondMoments[] Hidden { get; }

    /// <summary>Of each layer's state after its attention half; index 0 is layer 1.</summary>
    public SecondMoments[] Middle { get; }

    /// <summary>Of the feed-forward neurons of the layers that are copied, by layer counted from 1.</summary>
    public IReadOnlyDictionary<int, SecondMoments> Activations { get; }

    /// <summary>Of the pooled first positions, a row for each sequence; null when the teacher's head has no use for them.</summary>
    public SecondMoments? Pooled { get; }

    /// <summary>Runs the teacher over the batches.</summary>
    public static TeacherStatistics Collect(BertTaskModel teacher, IEnumerable<TokenBatch> batches, LayerMap map, bool useBFloat16)
    {
        var config = teacher.Config;
        SecondMoments[] Moments(int count, int width) => [.. Enumerable.Range(0, count).Select(_ => new SecondMoments(width))];
        var statistics = new TeacherStatistics(Moments(config.Layers + 1, config.HiddenSize), Moments(config.Layers, config.HiddenSize),
            map.TeacherLayers.ToDictionary(layer => layer, _ => new SecondMoments(config.IntermediateSize)),
            teacher.Encoder.HasPooler ? new SecondMoments(config.HiddenSize) : null);
        var options = new PassOptions
        {
            Wanted = BertOutputs.HiddenStates | BertOutputs.MiddleStates | BertOutputs.Activations
                | (teacher.Encoder.HasPooler ? BertOutputs.Pooled : BertOutputs.None),
            UseBFloat16 = useBFloat16,
        };
        using var noGrad = no_grad();
        foreach (var batch in batches) statistics.Add(teacher, batch, options);
        return statistics;
    }

    public void Dispose()
    {
        foreach (var moments in Hidden.Concat(Middle).Concat(Activations.Values)) moments.Dispose();
        Pooled?.Dispose();
    }

    private void Add(BertTaskModel teacher, TokenBatch batch, PassOptions options)
    {
        using var scope = NewDisposeScope();
        var tokens = TokenTensors.Of(batch);
        var states = teacher.Encoder.forward(tokens, options);
        var real = tokens.Mask.flatten().nonzero().flatten();
        Tensor Rows(Tensor state) => state.flatten(0, 1).index_select(0, real);   // [B,T,H] to [N,H]
        for (var layer = 0; layer < Hidden.Length; layer++) Hidden[layer].Add(Rows(states.HiddenStates[layer]));
        for (var layer = 0; layer < Middle.Length; layer++) Middle[layer].Add(Rows(states.MiddleStates[layer]));
        foreach (var (layer, moments) in Activations) moments.Add(Rows(states.Activations[layer - 1]));
        Pooled?.Add(states.Pooled!);                                               // [B,H]
    }
}
