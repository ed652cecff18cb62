using TinyBertPipeline.Training.Distillation.Objectives;
using TorchSharp;

namespace TinyBertPipeline.Training.Tests.Distillation.Objectives;

public sealed class HeadMapTests
{
    [Theory]
    [InlineData(12, 12, "each with its own")]
    [InlineData(4, 12, "0←0 1←3 2←6 3←9")]
    [InlineData(4, 2, "0←0 1←1")]                // the others stand for none
    public void HeadsOfStudentsThatDoNotComeFromTheirTeacherAreSpread(int student, int teacher, string shown) =>
        Assert.Equal(shown, HeadMap.Spread(student, teacher).ToString());

    [Fact]
    public void TheHeadsThatStandForEachOtherAreSelected()
    {
        using var scope = torch.NewDisposeScope();
        var (student, teacher) = new HeadMap([2, -1, 0], 3).Select(Scores(3), Scores(3));
        Assert.Equal([0f, 2f], student.data<float>().ToArray());
        Assert.Equal([2f, 0f], teacher.data<float>().ToArray());
    }

    private static torch.Tensor Scores(int heads) => torch.arange(heads, dtype: torch.ScalarType.Float32).view(1, heads, 1, 1);
}
