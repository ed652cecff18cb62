namespace TinyBertPipeline.Core.Configuration;

/// <summary>Finds the known name that a mistyped one most likely meant.</summary>
public static class NearestName
{
    /// <summary>«did you mean X?» when a known name is close, else the list of known names.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var candidates = known.ToArray();
        var nearest = candidates.OrderBy(candidate => Distance(name, candidate)).FirstOrDefault();
        return nearest is not null && Distance(name, nearest) <= Math.Max(2, name.Length / 3)
            ? $"did you mean {nearest}?"
            : $"known are {string.Join(", ", candidates.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Levenshtein distance, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var best = Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.Length];
    }
}
