using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation.Recipe;

namespace TinyBertPipeline.Training.Tests.Distillation.Recipe;

public sealed class LayerMapTests
{
    [Theory]
    [InlineData(6, 4, "1 2 3 6")]
    [InlineData(6, 3, "1 2 6")]
    [InlineData(6, 2, "1 6")]
    [InlineData(12, 4, "1 2 3 12")]
    [InlineData(6, 6, "1 2 3 4 5 6")]
    [InlineData(6, 1, "6")]                      // one layer: the last
    public void TheDefaultTakesTheLowestLayersAndTheLast(int teacher, int student, string layers) =>
        Assert.Equal(layers, string.Join(' ', LayerMap.LowestAndLast(teacher, student).TeacherLayers));

    [Theory]
    [InlineData(12, 4, "3 6 9 12")]              // TinyBERT's own
    [InlineData(12, 6, "2 4 6 8 10 12")]
    [InlineData(6, 3, "2 4 6")]
    [InlineData(6, 4, "1 3 4 6")]                // 4 does not divide 6: rounded down
    [InlineData(5, 4, "1 2 3 5")]
    public void UniformSpreadsEvenly(int teacher, int student, string layers) =>
        Assert.Equal(layers, string.Join(' ', LayerMap.Uniform(teacher, student).TeacherLayers));

    [Theory]
    [InlineData("1,3,6")]                        // too few
    [InlineData("1,2,3,4,6")]                    // too many
    [InlineData("1,2,3,7")]                      // not in the teacher
    [InlineData("0,1,2,3")]                      // the embeddings are no layer
    [InlineData("1,3,2,6")]                      // not rising
    [InlineData("1,2,2,6")]
    public void AnExplicitMapThatDoesNotFitIsRefused(string layers)
    {
        var fault = Assert.Throws<InvalidInputException>(() => LayerMap.Explicit([.. layers.Split(',').Select(int.Parse)], 6, 4));
        Assert.Contains("expected 4 rising teacher layers within 1..6", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudentDeeperThanItsTeacherIsRefused() =>
        Assert.Contains("1..3", Assert.Throws<InvalidInputException>(() => LayerMap.LowestAndLast(3, 4)).Message, StringComparison.Ordinal);

    [Fact]
    public void MatchesAreHiddenStatesOfEveryLevelAndAttentionOfEveryLayer()
    {
        var matches = LayerMap.Explicit([2, 6], 6, 2).Matches();
        Assert.Equal(
            [
                new LayerMatch(0, 0, MatchedFeature.Hidden), new LayerMatch(1, 2, MatchedFeature.Hidden),
                new LayerMatch(2, 6, MatchedFeature.Hidden),
                new LayerMatch(1, 2, MatchedFeature.Attention), new LayerMatch(2, 6, MatchedFeature.Attention),
            ],
            matches);
    }

    [Fact]
    public void TheMapIsShownStudentFromTeacher() => Assert.Equal("1←1 2←2 3←3 4←6", LayerMap.LowestAndLast(6, 4).ToString());
}
