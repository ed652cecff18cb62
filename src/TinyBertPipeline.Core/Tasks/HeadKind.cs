namespace TinyBertPipeline.Core.Tasks;

/// <summary>What stands between a tagger's encoder and its labels.</summary>
public enum HeadKind
{
    /// <summary>A linear map of each position.</summary>
    Linear,

    /// <summary>A linear map, and a CRF over the labels of a sentence's words.</summary>
    Crf,

    /// <summary>An LSTM in both directions, a dense layer and a linear map.</summary>
    Lstm,

    /// <summary>An LSTM in both directions, a dense layer, a linear map and a CRF.</summary>
    LstmCrf,
}

/// <summary>How the names of heads are written: <c>lstm-crf</c>.</summary>
public static class HeadNames
{
    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<HeadKind>().Select(Of)];

    /// <summary>The name of a head.</summary>
    public static string Of(HeadKind head) => head == HeadKind.LstmCrf ? "lstm-crf" : head.ToString().ToLowerInvariant();

    /// <summary>The head of a name; null for an unknown one.</summary>
    public static HeadKind? Find(string name)
    {
        foreach (var head in Enum.GetValues<HeadKind>())
        {
            if (string.Equals(Of(head), name, StringComparison.OrdinalIgnoreCase)) return head;
        }
        return null;
    }
}
