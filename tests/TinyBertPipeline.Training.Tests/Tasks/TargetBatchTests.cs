using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Tasks;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Tasks;

public sealed class TargetBatchTests
{
    private const int None = TaskExample.NoLabel;

    private static readonly TaskOutput _positions = new("logits", OutputRows.Position, 2);
    private static readonly TaskOutput _sequences = new("logits", OutputRows.Sequence, 2);

    [Fact]
    public void SequencesArePaddedWithTheirSegments()
    {
        using var scope = NewDisposeScope();
        var tokens = new TargetBatch(
            [new(new ModelInput([2, 5, 3, 6, 3], [0, 0, 0, 1, 1])), new(new ModelInput([2, 7, 3]))], _sequences, padId: 9).Tokens;
        Assert.Equal([2, 5, 3, 6, 3, 2, 7, 3, 9, 9], tokens.Ids.data<long>().ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], tokens.Mask.data<long>().ToArray());
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 0, 0, 0], tokens.Segments.data<long>().ToArray());
    }

    [Fact]
    public void TargetsStandAtTheRowsOfTheOutput()
    {
        using var scope = NewDisposeScope();
        var tagged = new TargetBatch(
            [new(new ModelInput([2, 5, 3])) { Targets = [None, 1, None] }, new(new ModelInput([2, 7, 8, 3]))], _positions,
                padId: 0).Targets()!;
        Assert.Equal([None, 1, None, None, None, None, None, None], tagged.data<long>().ToArray());
        var classified = new TargetBatch(
            [new(new ModelInput([2, 5, 3])) { Targets = [1] }, new(new ModelInput([2, 3]))], _sequences, padId: 0).Targets()!;
        Assert.Equal([1, None], classified.data<long>().ToArray());
        Assert.Equal([2, 1], classified.shape);
    }

    [Fact]
    public void WithoutAnyLabelThereAreNoTargets()
    {
        using var scope = NewDisposeScope();
        TaskExample[] examples = [new(new ModelInput([2, 5, 3])) { Targets = [None, None, None] }, new(new ModelInput([2, 3]))];
        Assert.Null(new TargetBatch(examples, _positions, padId: 0).Targets());     // a mean over no row is not a number
    }

    [Fact]
    public void GivenProbabilitiesBecomeLogitsAtTheirRows()
    {
        using var scope = NewDisposeScope();
        TaskExample[] examples =
            [new(new ModelInput([2, 5, 3])) { Soft = new SoftTargets([1], [[0.25f, 0.75f]]) }, new(new ModelInput([2, 3]))];
        var (logits, rows) = new TargetBatch(examples, _positions, padId: 0).SoftTargets(2);
        Assert.Equal([0, 1, 0, 0, 0, 0], rows.data<float>().ToArray());
        Assert.Equal([MathF.Log(0.25f), MathF.Log(0.75f)], logits[0, 1].data<float>().ToArray());
    }

    [Fact]
    public void SequencesAreDescribedByWhereTheyComeFromElseByTheirPieces() => Assert.Equal(
        ["line 3: a b", "2 5 3"],
        TargetBatch.Describe([new(new ModelInput([2, 3])) { Source = "line 3: a b" }, new(new ModelInput([2, 5, 3]))], id =>
            FormattableString.Invariant($"{id}")));
}
