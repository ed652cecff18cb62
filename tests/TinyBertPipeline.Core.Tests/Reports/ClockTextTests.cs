using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Core.Tests.Reports;

public sealed class ClockTextTests
{
    [Theory]
    [InlineData(0, "0:00:00", "0:00")]
    [InlineData(160, "0:02:40", "2:40")]
    [InlineData(3661, "1:01:01", "1:01:01")]
    [InlineData(90_000, "25:00:00", "25:00:00")]
    [InlineData(1e11, "27777777:46:40", "27777777:46:40")]
    public void DaysAreHours(double seconds, string clock, string shortened)
    {
        var time = TimeSpan.FromSeconds(seconds);
        Assert.Equal((clock, shortened), (ClockText.Of(time), ClockText.Short(time)));
    }
}
