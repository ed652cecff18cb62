using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Pipeline.Tests.Evaluation;

public sealed class LearningCurvesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ScoresAndLossesAreChartsAgainstThePieces()
    {
        _folder.Write("metrics.csv", "step,pieces,hidden,labels,devF1\n0,0,NaN,NaN,0.1\n10,500,0.5,NaN,0.6\n20,1000,0.25,NaN,0.7\n");
        ReportChart[] charts = [.. LearningCurves.Of(_folder.Path, "student: ").Blocks.OfType<ReportChart>()];
        Assert.Equal(["student: Score on dev", "student: Mean training loss"], charts.Select(chart => chart.Title));
        Assert.Equal([(0, 0.1), (500, 0.6), (1000, 0.7)], Assert.Single(charts[0].Lines).Points);
        Assert.Equal(("hidden", 2), (Assert.Single(charts[1].Lines).Name, charts[1].Lines[0].Points.Count));   // what was never measured is no line
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("step,devF1\n")]
    [InlineData("name,value\na,b\n")]
    [InlineData("step,devF1\n1\n")]
    public void AFolderWithoutSuchAFileHasNoCurves(string? text)
    {
        if (text is not null) _folder.Write("metrics.csv", text);
        Assert.Empty(LearningCurves.Of(_folder.Path).Blocks);
    }

    public void Dispose() => _folder.Dispose();
}
