using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Tasks;

public sealed class FrozenStatesTests
{
    [Fact]
    public void StatesAreTheEncodersWhateverTheBatchAndZeroAtPadding()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Tagger();
        TaskExample[] examples = [new(new ModelInput([2, 5, 6, 7, 8, 3])), new(new ModelInput([2, 9, 5, 3]))];
        var frozen = new FrozenStates(model.Encoder, PassOptions.Plain);
        var states = frozen.Of(examples, 6);
        var inputs = TinyModels.Inputs();
        var expected = model.Encoder.forward(inputs).Last * inputs.Mask.unsqueeze(2);
        Assert.InRange(expected.Minus(states).abs().max().ToDouble(), 0, 1e-5);
        Assert.Equal(0, states[1, 4..].abs().sum().ToDouble());
        var alone = frozen.Of([examples[1]], 4);
        Assert.Equal(states[1, ..4].contiguous().data<float>().ToArray(), alone[0].contiguous().data<float>().ToArray());
    }
}
