using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

public sealed class TorchEngineTests
{
    private static readonly TokenBatch _batch = TokenBatch.Pad([[2, 5, 6, 7, 8, 3], [2, 9, 5, 3]], padId: 0);

    public static TheoryData<string> Folders => ReferenceModels.Folders();

    [Theory]
    [MemberData(nameof(Folders))]
    public void LogitsEqualTheReference(string folder)
    {
        using var scope = NewDisposeScope();
        using var engine = TorchEngine.Load(Path.Combine(folder, "token-classification"));
        using var request = engine.CreateRequest();
        using var inputs = new ReferenceTensors(Path.Combine(folder, "inputs.safetensors"));
        using var heads = new ReferenceTensors(Path.Combine(folder, "expected-heads.safetensors"));
        var (ids, mask, types) = ReferenceModels.Inputs(inputs);
        request.Run(new TokenBatch((int)ids.shape[0], (int)ids.shape[1], Values(ids), Values(mask), Values(types)));
        var expected = heads["token_classification.logits"];
        ReferenceTensors.AssertCloseToLargest("logits", expected, tensor(request.Output("logits").ToArray()).view(expected.shape));

        static long[] Values(Tensor values) => values.data<long>().ToArray();
    }

    [Fact]
    public void TheEngineDescribesItself()
    {
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        using var engine = new TorchEngine(model);
        Assert.Equal(("torch", "CPU", "f32"), (engine.Info.Name, engine.Info.Device, engine.Info.Precision));
        Assert.Equal(["input_ids", "attention_mask", "token_type_ids"], engine.Info.Inputs);
        Assert.Equal(["logits"], engine.Info.Outputs);
        Assert.Equal((40, 32), (engine.Info.VocabularySize, engine.Info.MaxPositions));
        Assert.StartsWith("2.", engine.Info.Version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunningWithoutBlockingGivesTheSame()
    {
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        using var engine = new TorchEngine(model);
        using var first = engine.CreateRequest();
        using var second = engine.CreateRequest();
        first.Run(_batch);
        await second.RunAsync(_batch, TestContext.Current.CancellationToken);
        Assert.Equal(2 * 6 * 5, first.Output("logits").Length);
        Assert.Equal(first.Output("logits").ToArray(), second.Output("logits").ToArray());
    }

    [Fact]
    public void ARequestTakesBatchesOfAnySizeOneAfterTheOther()
    {
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        using var engine = new TorchEngine(model);
        using var request = engine.CreateRequest();
        request.Run(_batch);
        request.Run(TokenBatch.Pad([[2, 5, 3]], padId: 0));
        Assert.Equal(3 * 5, request.Output("logits").Length);
    }

    [Fact]
    public void BatchesThatDoNotFitAndUnknownOutputsAreRefused()
    {
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        using var engine = new TorchEngine(model);
        using var request = engine.CreateRequest();
        Assert.Throws<ArgumentException>(() => request.Run(TokenBatch.Pad([[2, 40, 3]], padId: 0)));
        Assert.Throws<ArgumentException>(() => request.Run(TokenBatch.Pad([new int[33]], padId: 0)));
        Assert.Throws<ArgumentException>(() => request.Output("pooled"));
    }

    [Fact]
    public void ParallelRequestsDoNotDisturbEachOther()
    {
        using var model = BertTaggerModel.Create(TinyModels.Config, seed: 1);
        using var engine = new TorchEngine(model);
        var alone = Run(engine);
        Parallel.For(0, 16, _ => Assert.Equal(alone, Run(engine)));
    }

    [Fact]
    public void AnEncoderWithoutLabelsIsRefused()
    {
        using var folder = new TemporaryFolder();
        (TinyModels.Config with { Labels = [] }).Save(folder.Path, "BertModel");
        var e = Assert.Throws<InvalidInputException>(() => TorchEngine.Load(folder.Path));
        Assert.Equal(InputKind.Model, e.Kind);
        Assert.Contains("labels", e.Message, StringComparison.Ordinal);
    }

    private static float[] Run(TorchEngine engine)
    {
        using var request = engine.CreateRequest();
        request.Run(_batch);
        return request.Output("logits").ToArray();
    }
}
