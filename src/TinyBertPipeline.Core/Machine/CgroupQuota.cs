using System.Globalization;

namespace TinyBertPipeline.Core.Machine;

/// <summary>The share of the processors that Linux's control groups allow this process, versions 1 and 2.</summary>
internal static class CgroupQuota
{
    /// <summary>The quota in processors, for example 1.5; null when there is none, or no control groups.</summary>
    public static double? Read() => OperatingSystem.IsLinux() ? Read("/") : null;

    /// <summary>Reads below another root, which has <c>proc/self/cgroup</c> and <c>sys/fs/cgroup</c>.</summary>
    internal static double? Read(string root)
    {
        var membership = Path.Combine(root, "proc/self/cgroup");
        if (!File.Exists(membership)) return null;
        var mount = Path.Combine(root, "sys/fs/cgroup");
        double? quota = null;
        foreach (var line in File.ReadLines(membership))
        {
            // hierarchy:controllers:path; version 2 has no controllers
            var parts = line.Split(':', 3);
            if (parts.Length < 3) continue;
            var isSecond = parts[1].Length == 0;
            if (!isSecond && !parts[1].Split(',').Contains("cpu")) continue;
            // Every group on the way up limits; in a container the path may be the host's and only the mount's root is visible.
            for (var group = parts[2]; group is not null; group = group == "/" ? null : ParentOf(group))
            {
                var limit = isSecond ? ReadSecond(mount + group) : ReadFirst($"{mount}/{parts[1]}{group}") ?? ReadFirst($"{mount}/cpu{group}");
                quota = Smaller(quota, limit);
            }
        }
        return quota;
    }

    private static string ParentOf(string group)
    {
        var slash = group.TrimEnd('/').LastIndexOf('/');
        return slash <= 0 ? "/" : group[..slash];
    }

    private static double? Smaller(double? a, double? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private static double? ReadSecond(string folder)
    {
        var parts = ReadLine(Path.Combine(folder, "cpu.max"))?.Split(' ');
        return parts is [var quota, var period] ? Divide(quota, period) : null;
    }

    private static double? ReadFirst(string folder)
    {
        var quota = ReadLine(Path.Combine(folder, "cpu.cfs_quota_us"));
        var period = ReadLine(Path.Combine(folder, "cpu.cfs_period_us"));
        return quota is null || period is null ? null : Divide(quota, period);
    }

    private static string? ReadLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault()?.Trim() : null;

    // "max" and -1 mean no quota.
    private static double? Divide(string quota, string period) =>
        long.TryParse(quota, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var share) && share > 0
        && long.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole > 0
            ? (double)share / whole
            : null;
}
