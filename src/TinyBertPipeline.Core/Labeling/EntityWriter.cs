namespace TinyBertPipeline.Core.Labeling;

/// <summary>Writes entities as BIOES labels, the other way round from <see cref="EntityReader"/>.</summary>
public static class EntityWriter
{
    /// <summary>Labels a sentence of <paramref name="words"/> words; entities must not overlap. An empty type gives bare letters.</summary>
    /// <exception cref="ArgumentException">An entity lies outside of the sentence or overlaps another.</exception>
    public static string[] ToBioes(IEnumerable<EntitySpan> entities, int words)
    {
        var labels = new string[words];
        Array.Fill(labels, "O");
        foreach (var (type, start, end) in entities)
        {
            if (start < 0 || end < start || end >= words || labels.AsSpan(start..(end + 1)).ContainsAnyExcept("O"))
                throw new ArgumentException($"entity {start}..{end} overlaps another or lies outside of a sentence of {words} words");
            for (var i = start; i <= end; i++)
                labels[i] = new Tag(start == end ? 'S' : i == start ? 'B' : i == end ? 'E' : 'I', type).ToString();
        }
        return labels;
    }
}
