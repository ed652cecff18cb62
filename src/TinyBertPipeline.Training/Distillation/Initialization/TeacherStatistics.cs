using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>Moments of what the teacher computes on some text: rows are its real pieces, [CLS] and [SEP] included.</summary>
internal sealed class TeacherStatistics : IDisposable
{
    private TeacherStatistics(SecondMoments[] hidden, SecondMoments[] middle, Dictionary<int, SecondMoments> activations) =>
        (Hidden, Middle, Activations) = (hidden, middle, activations);

    /// <summary>Of the embeddings' output and each layer's output, 0..N.</summary>
    public SecondMoments[] Hidden { get; }

    /// <summary>Of each layer's state after its attention half; index 0 is layer 1.</summary>
    public SecondMoments[] Middle { get; }

    /// <summary>Of the feed-forward neurons of the layers that are copied, by layer counted from 1.</summary>
    public IReadOnlyDictionary<int, SecondMoments> Activations { get; }

    /// <summary>Runs the teacher over the batches.</summary>
    public static TeacherStatistics Collect(BertTaggerModel teacher, IEnumerable<TokenBatch> batches, LayerMap map)
    {
        var config = teacher.Config;
        SecondMoments[] Moments(int count, int width) => [.. Enumerable.Range(0, count).Select(_ => new SecondMoments(width))];
        var statistics = new TeacherStatistics(Moments(config.Layers + 1, config.HiddenSize), Moments(config.Layers, config.HiddenSize),
            map.TeacherLayers.ToDictionary(layer => layer, _ => new SecondMoments(config.IntermediateSize)));
        using var noGrad = no_grad();
        foreach (var batch in batches) statistics.Add(teacher, batch);
        return statistics;
    }

    public void Dispose()
    {
        foreach (var moments in Hidden.Concat(Middle).Concat(Activations.Values)) moments.Dispose();
    }

    private void Add(BertTaggerModel teacher, TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        var (ids, mask, types) = BatchTensors.Of(batch);
        var states = teacher.Encoder.forward(ids, mask, types, BertOutputs.HiddenStates | BertOutputs.MiddleStates | BertOutputs.Activations);
        var real = mask.flatten().nonzero().flatten();
        Tensor Rows(Tensor state) => state.flatten(0, 1).index_select(0, real);   // [N,H]
        for (var layer = 0; layer < Hidden.Length; layer++) Hidden[layer].Add(Rows(states.HiddenStates[layer]));
        for (var layer = 0; layer < Middle.Length; layer++) Middle[layer].Add(Rows(states.MiddleStates[layer]));
        foreach (var (layer, moments) in Activations) moments.Add(Rows(states.Activations[layer - 1]));
    }
}
