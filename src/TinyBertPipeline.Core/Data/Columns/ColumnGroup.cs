namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>The lines of a file that have the same number of columns.</summary>
/// <param name="columns">That number.</param>
/// <param name="line">The first such line.</param>
internal sealed class ColumnGroup(int columns, long line)
{
    private const int MaxColumns = 64;                      // further ones are not looked into, but for the last

    private readonly ColumnStatistics[] _statistics = [.. Enumerable.Range(0, Math.Min(columns, MaxColumns))
        .Select(_ => new ColumnStatistics())];

    public int Columns => columns;

    public long FirstLine => line;

    public long Lines { get; private set; }

    public ColumnStatistics Last => _statistics[^1];

    /// <summary>The columns that were looked into, by their index from 0.</summary>
    public IEnumerable<(int Index, ColumnStatistics Statistics)> All =>
        _statistics.Select((statistics, i) => (i == _statistics.Length - 1 ? columns - 1 : i, statistics));

    public ColumnStatistics At(int index) => index < _statistics.Length - 1 ? _statistics[index] : Last;

    public void Add(string line, List<Range> columns)
    {
        Lines++;
        for (var i = 0; i < _statistics.Length - 1; i++) _statistics[i].Add(line.AsSpan()[columns[i]]);
        Last.Add(line.AsSpan()[columns[^1]]);
    }
}
