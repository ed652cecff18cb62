using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using AdamW = TinyBertPipeline.Training.Optimization.AdamW;

namespace TinyBertPipeline.Training.Tests.Optimization;

public sealed class EmbeddingRowsTests
{
    private const int Rows = 50;
    private const int Width = 19;                           // no multiple of a vector: the tail of a row is computed apart

    [Fact]
    public void RowsThatAreUpdatedWhenNeededEqualADenseUpdateBitByBit()
    {
        using var scope = NewDisposeScope();
        using var sparse = new WordEmbeddings(Rows, Width, padId: 0, isSparse: true);
        using var dense = new DenseTable(Start());
        Fill(sparse);
        using var sparseOptimizer = new AdamW(new AdamWOptions { MaxGradientNorm = 0 }, sparse);
        using var denseOptimizer = new AdamW(new AdamWOptions { MaxGradientNorm = 0 }, dense);
        var random = new Random(1);
        for (var step = 0; step < 40; step++)
        {
            // Ids 30 and up are never looked up; the others come and go, some twice in a batch.
            var ids = tensor(Enumerable.Range(0, 6).Select(_ => random.NextInt64(0, 30)).ToArray());
            var target = randn(6, Width);
            (sparse.forward(ids.view(2, 3)).view(6, Width) * target).sum().backward();
            (dense.Look(ids) * target * ids.ne(0).unsqueeze(-1)).sum().backward();
            var rate = 0.01 / (step + 1);
            Assert.Equal(denseOptimizer.Step(rate), sparseOptimizer.Step(rate), 1e-4);
        }
        sparseOptimizer.CatchUp();
        Assert.Equal(Values(dense), Values(sparse));
        Assert.Equal(denseOptimizer.Moments().Single().Square, sparseOptimizer.Moments().Single().Square);
    }

    [Fact]
    public void ALookupSeesTheRowAsADenseUpdateWouldHaveLeftIt()
    {
        using var scope = NewDisposeScope();
        using var table = new WordEmbeddings(Rows, Width, isSparse: true);
        using var dense = new DenseTable(Start());
        Fill(table);
        using var optimizer = new AdamW(new AdamWOptions(), table);
        using var denseOptimizer = new AdamW(new AdamWOptions(), dense);
        for (var step = 0; step < 3; step++)
        {
            table.forward(tensor(new long[] { step })).square().sum().backward();
            dense.Look(tensor(new long[] { step })).square().sum().backward();
            optimizer.Step(0.1);
            denseOptimizer.Step(0.1);
        }
        using var noGrad = no_grad();
        foreach (var id in new long[] { 0, 1, 40 })
        {
            var ids = tensor(new[] { id });
            Assert.Equal(dense.Look(ids).data<float>().ToArray(), table.forward(ids).data<float>().ToArray());
        }
    }

    [Fact]
    public void AnOptimizerOverWholeTablesTakesTheSameSteps()
    {
        using var scope = NewDisposeScope();
        using var sparse = new WordEmbeddings(Rows, Width, padId: 0, isSparse: true);
        using var whole = new WordEmbeddings(Rows, Width, padId: 0, isSparse: true);
        Fill(sparse);
        Fill(whole);
        using var rows = new AdamW(new AdamWOptions(), sparse);
        using var tables = AdamW.OverWholeTables(new AdamWOptions(), whole);
        for (var step = 0; step < 5; step++)
        {
            var ids = tensor(new long[] { step, 0, 7 }).view(1, 3);
            sparse.forward(ids).square().sum().backward();
            whole.forward(ids).square().sum().backward();
            Assert.Equal(rows.Step(0.01), tables.Step(0.01), 1e-4);
        }
        rows.CatchUp();
        Assert.Null(whole.Rows);
        Assert.Equal(sparse.Table().data<float>().ToArray(), whole.Table().data<float>().ToArray());
    }

    [Fact]
    public void AGradientOfTheWholeTableIsTakenToo()
    {
        using var scope = NewDisposeScope();
        using var table = new WordEmbeddings(Rows, Width, isSparse: true);
        using var dense = new DenseTable(Start());
        Fill(table);
        using var optimizer = new AdamW(new AdamWOptions(), table);
        using var denseOptimizer = new AdamW(new AdamWOptions(), dense);
        var ids = tensor(new long[] { 3, 4 });
        for (var step = 0; step < 3; step++)
        {
            // As with tied weights: a lookup, and a product with the whole table.
            (table.forward(ids).square().sum() + table.get_parameter("weight")!.sum()).backward();
            (dense.Look(ids).square().sum() + dense.get_parameter("weight")!.sum()).backward();
            Assert.Equal(denseOptimizer.Step(0.1), optimizer.Step(0.1), 1e-4);
        }
        Assert.Equal(Values(dense), Values(table));
    }

    [Fact]
    public void TheTableIsDenseAgainWithoutItsOptimizer()
    {
        using var scope = NewDisposeScope();
        using var table = new WordEmbeddings(Rows, Width, isSparse: true);
        Fill(table);
        using (new AdamW(new AdamWOptions(), table))
        {
        }
        table.forward(tensor(new long[] { 3, 4 })).sum().backward();
        Assert.Equal([Rows, Width], table.get_parameter("weight")!.grad!.shape);
    }

    private static Tensor Start() => arange(Rows * Width, float32).sub(400).div(300).view(Rows, Width);

    private static void Fill(WordEmbeddings table)
    {
        using var noGrad = no_grad();
        table.get_parameter("weight")!.copy_(Start());
    }

    private static float[] Values(nn.Module module) => module.get_parameter("weight")!.detach().data<float>().ToArray();

    private sealed class DenseTable : nn.Module
    {
        [ComponentName(Name = "weight")] private readonly Parameter _weight;

        public DenseTable(Tensor start)
            : base(nameof(DenseTable))
        {
            _weight = new Parameter(start);
            RegisterComponents();
        }

        public Tensor Look(Tensor ids) => _weight.index_select(0, ids);
    }
}
