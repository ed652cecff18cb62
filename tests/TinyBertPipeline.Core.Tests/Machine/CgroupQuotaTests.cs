using TinyBertPipeline.Core.Machine;

namespace TinyBertPipeline.Core.Tests.Machine;

public sealed class CgroupQuotaTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("150000 100000", 1.5)]
    [InlineData("max 100000", null)]
    [InlineData("50000 100000", 0.5)]
    [InlineData("100000", null)]
    [InlineData("", null)]
    public void VersionTwoHasQuotaAndPeriodInOneFile(string cpuMax, double? quota)
    {
        Write("proc/self/cgroup", "0::/service\n");
        Write("sys/fs/cgroup/service/cpu.max", cpuMax + "\n");
        Assert.Equal(quota, CgroupQuota.Read(_root.Path));
    }

    [Fact]
    public void TheTightestGroupOnTheWayUpCounts()
    {
        Write("proc/self/cgroup", "0::/pod/container\n");
        Write("sys/fs/cgroup/pod/container/cpu.max", "max 100000\n");
        Write("sys/fs/cgroup/pod/cpu.max", "300000 100000\n");
        Write("sys/fs/cgroup/cpu.max", "400000 100000\n");
        Assert.Equal(3, CgroupQuota.Read(_root.Path));
    }

    [Theory]
    [InlineData("4:cpu,cpuacct:/docker/abc", "sys/fs/cgroup/cpu,cpuacct/docker/abc")]
    [InlineData("4:cpu,cpuacct:/docker/abc", "sys/fs/cgroup/cpu,cpuacct")]      // inside of a container only the root is visible
    [InlineData("1:cpu:/", "sys/fs/cgroup/cpu")]
    [InlineData("4:cpuacct,cpu:/docker", "sys/fs/cgroup/cpu/docker")]
    public void VersionOneHasThemInTwoFiles(string membership, string folder)
    {
        Write("proc/self/cgroup", $"9:memory:/other\n{membership}\n");
        Write(folder + "/cpu.cfs_quota_us", "250000\n");
        Write(folder + "/cpu.cfs_period_us", "100000\n");
        Assert.Equal(2.5, CgroupQuota.Read(_root.Path));
        Write(folder + "/cpu.cfs_quota_us", "-1\n");
        Assert.Null(CgroupQuota.Read(_root.Path));
    }

    [Fact]
    public void WithoutControlGroupsThereIsNoQuota() => Assert.Null(CgroupQuota.Read(_root.Path));

    private void Write(string place, string text)
    {
        var path = Path.Combine([_root.Path, .. place.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
