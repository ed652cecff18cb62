using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation.Recipe;

namespace TinyBertPipeline.Training.Tests.Distillation.Recipe;

public sealed class DistillationSizingTests
{
    // Pieces of the set in thousands, raw text or none, student; pieces in thousands, entity weight by short runs or not.
    [Theory]
    [InlineData(98, true, "tiny-4x312", 1500, true)]
    [InlineData(205, true, "tiny-4x312", 1000, false)]
    [InlineData(205, true, "mini-3x240", 2000, false)]
    [InlineData(205, true, "mini-2x128", 3000, false)]
    [InlineData(98, true, "mini-2x128", 4500, true)]
    [InlineData(205, false, "tiny-4x312", 1000, false)]
    [InlineData(5, false, "tiny-4x312", 300, true)]         // 60 passes at most
    [InlineData(1, false, "tiny-4x312", 100, true)]
    public void PiecesFollowTheSizesOfSetAndStudent(int set, bool hasRaw, string student, int pieces, bool tunes)
    {
        var load = new DistillationLoad(set * 1000L, hasRaw, TellsFindings: true, HasTeacher: true);
        var chosen = DistillationSizing.Resolve(new DistillationOptions(), load, ModelSize.Parse(student));
        Assert.Equal((pieces * 1000L, tunes, 0.0), (chosen.Pieces!.Value, chosen.Tune, chosen.EntityWeight!.Value));
        string[] lines = [.. DistillationSizing.Describe(new DistillationOptions(), chosen, load, ModelSize.Parse(student))];
        Assert.Equal(hasRaw ? 1 : 2, lines.Length);
        if (!hasRaw) Assert.Contains("raw: .txt files", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsChosenWherePiecesAreGiven()
    {
        var options = new DistillationOptions { Pieces = 5 };
        var load = new DistillationLoad(1000, HasRawText: true, TellsFindings: true, HasTeacher: true);
        var chosen = DistillationSizing.Resolve(options, load, ModelSize.Parse("tiny-4x312"));
        Assert.Equal(options with { EntityWeight = 0 }, chosen);
        Assert.Empty(DistillationSizing.Describe(options, chosen, load, ModelSize.Parse("tiny-4x312")));
    }

    [Theory]
    [InlineData(false, true, null)]                         // nothing is looked for
    [InlineData(true, false, null)]                         // soft labels alone
    [InlineData(true, true, 3.0)]                           // it is given
    public void NoShortRunsWhereTheyHaveNothingToChoose(bool tellsFindings, bool hasTeacher, double? entityWeight)
    {
        var options = new DistillationOptions { EntityWeight = entityWeight };
        var load = new DistillationLoad(1000, HasRawText: true, tellsFindings, hasTeacher);
        var chosen = DistillationSizing.Resolve(options, load, ModelSize.Parse("tiny-4x312"));
        Assert.Equal((false, entityWeight ?? 0), (chosen.Tune, chosen.EntityWeight!.Value));
    }
}
