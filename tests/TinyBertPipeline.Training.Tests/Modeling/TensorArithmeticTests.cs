using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

public sealed class TensorArithmeticTests
{
    public static TheoryData<string, float> Results => new()
    {
        { "plus", 5 }, { "plus constant", 5.5f }, { "minus", 1 }, { "times", 7.5f }, { "divided", 1.5f }, { "subtracted from", 7 },
        { "at least", 4 }, { "accumulated", 5 },
    };

    [Theory, MemberData(nameof(Results))]
    public void EveryOperationGivesItsResult(string operation, float expected)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(3f), tensor(2f));
        var result = operation switch
        {
            "plus" => a.Plus(b),
            "plus constant" => a.Plus(2.5),
            "minus" => a.Minus(b),
            "times" => a.Times(2.5),
            "divided" => a.DividedBy(2),
            "subtracted from" => a.SubtractedFrom(10),
            "at least" => a.AtLeast(4),
            _ => a.Accumulate(b),
        };
        Assert.Equal(expected, result.ToSingle());
        Assert.Equal([true, false], tensor(new long[] { 1, 2 }).DiffersFrom(2).data<bool>().ToArray());
    }

    [Fact]
    public async Task CollectionsDuringAnOperationDoNotFreeItsScalar()
    {
        using var finished = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!finished.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        }, TestContext.Current.CancellationToken);
        using var a = ones(64);
        for (var i = 0; i < 3000; i++)
        {
            using var scope = NewDisposeScope();
            Assert.Equal(128, a.Plus(a).Times(2).Minus(a).Plus(-1).sum().ToSingle());
        }
        await finished.CancelAsync();
        await collecting;
    }
}
