using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;

namespace TinyBertPipeline.Training.Tests.Modeling;

/// <summary>
/// The parameters of the network of the original article: BERT (frozen), BiLSTM of 256 units a direction, dense layer of 128, CRF with its
/// own projection to 10 labels.
/// </summary>
public sealed class ArticleNetworkTests
{
    private const int Labels = 10;
    private const int Units = 256;
    private const int Dense = 128;

    [Fact]
    public void TheFrozenBertHas101437440Parameters()
    {
        var config = new BertConfig
        {
            VocabularySize = 21_128,
            HiddenSize = 768,
            Layers = 12,
            Heads = 12,
            IntermediateSize = 3072,
            MaxPositions = 200,
        };
        var slots = BertTensors.Of(config).Where(slot => !slot.IsOptional);         // no pooler
        Assert.Equal(101_437_440, slots.Sum(slot => slot.Shape.Aggregate(1L, (product, size) => product * size)));
    }

    [Fact]
    public void TheHeadHas2166274Parameters()
    {
        using var lstm = new BiLstm(768, Units);
        using var dense = Weights.Linear(2 * Units, Dense);
        using var projection = Weights.Linear(Dense, Labels);
        using var crf = new ConditionalRandomField(Labels);
        Assert.Equal(2 * 4 * Units * (768 + Units + 1), Count(lstm));       // one bias a gate
        Assert.Equal((2 * Units + 1) * Dense, Count(dense));
        Assert.Equal((Dense + 1) * Labels, Count(projection));
        Assert.Equal(Labels * Labels + 2 * Labels, Count(crf));             // transitions, start and end
        Assert.Equal(2_166_274, Count(lstm) + Count(dense) + Count(projection) + Count(crf));
    }

    private static long Count(torch.nn.Module module) => module.parameters().Sum(parameter => parameter.numel());
}
