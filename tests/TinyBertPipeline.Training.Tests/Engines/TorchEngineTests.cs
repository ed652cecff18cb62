using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Engines;
using TinyBertPipeline.Training.Tests.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Engines;

public sealed class TorchEngineTests
{
    private static readonly TokenBatch _batch = TokenBatch.Pad([[2, 5, 6, 7, 8, 3], [2, 9, 5, 3]], padId: 0);

    public static TheoryData<string, string> Heads => ReferenceModels.Heads();

    [Theory]
    [MemberData(nameof(Heads))]
    public void LogitsEqualTheReference(string folder, string head)
    {
        using var scope = NewDisposeScope();
        using var model = ReferenceModels.Load(Path.Combine(folder, head));
        using var engine = new TorchEngine(model);
        using var request = engine.CreateRequest();
        using var inputs = new ReferenceTensors(Path.Combine(folder, "inputs.safetensors"));
        using var heads = new ReferenceTensors(Path.Combine(folder, "expected-heads.safetensors"));
        var (ids, mask, segments) = ReferenceModels.Inputs(inputs);
        request.Run(new TokenBatch((int)ids.shape[0], (int)ids.shape[1], Values(ids), Values(mask), Values(segments)));
        var expected = heads[$"{head.Replace('-', '_')}.logits"];
        ReferenceTensors.AssertCloseToLargest("logits", expected, tensor(request.Output("logits").ToArray()).view(expected.shape));

        static long[] Values(Tensor values) => values.data<long>().ToArray();
    }

    [Fact]
    public void TheEngineDescribesItself()
    {
        using var model = TinyModels.Tagger();
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
        using var model = TinyModels.Tagger();
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
        using var model = TinyModels.Tagger();
        using var engine = new TorchEngine(model);
        using var request = engine.CreateRequest();
        request.Run(_batch);
        request.Run(TokenBatch.Pad([[2, 5, 3]], padId: 0));
        Assert.Equal(3 * 5, request.Output("logits").Length);
    }

    [Fact]
    public void AClassifierGivesARowForEachSequence()
    {
        using var model = TinyModels.Classifier();
        using var engine = new TorchEngine(model);
        using var request = engine.CreateRequest();
        request.Run(_batch);
        Assert.Equal(2 * 5, request.Output("logits").Length);
    }

    [Fact]
    public void BatchesThatDoNotFitAndUnknownOutputsAreRefused()
    {
        using var model = TinyModels.Tagger();
        using var engine = new TorchEngine(model);
        using var request = engine.CreateRequest();
        Assert.Throws<ArgumentException>(() => request.Run(TokenBatch.Pad([[2, 40, 3]], padId: 0)));
        Assert.Throws<ArgumentException>(() => request.Run(TokenBatch.Pad([new int[33]], padId: 0)));
        Assert.Throws<ArgumentException>(() => request.Output("pooled"));
    }

    [Fact]
    public void ParallelRequestsDoNotDisturbEachOther()
    {
        using var model = TinyModels.Tagger();
        using var engine = new TorchEngine(model);
        var alone = Run(engine);
        Parallel.For(0, 16, _ => Assert.Equal(alone, Run(engine)));
    }

    [Fact]
    public void AnEncoderWithoutLabelsIsRefused()
    {
        using var folder = new TemporaryFolder();
        (TinyModels.Config with { Labels = [] }).Save(folder.Path, "BertModel");
        new BertTokenizer(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]), new TokenizerOptions()).Save(folder.Path);
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
