using System.Collections;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>A shape in which dimensions may be open. A shape of unknown rank has <see cref="IsRankDynamic"/>.</summary>
public sealed class PartialShape : IReadOnlyList<Dimension>, IEquatable<PartialShape>
{
    private readonly Dimension[] _dimensions;

    /// <summary>Creates a shape of known rank.</summary>
    public PartialShape(params ReadOnlySpan<Dimension> dimensions) => _dimensions = dimensions.ToArray();

    private PartialShape(bool rankDynamic) => (_dimensions, IsRankDynamic) = ([], rankDynamic);

    /// <summary>A shape of any rank.</summary>
    public static PartialShape OfAnyRank { get; } = new(rankDynamic: true);

    /// <summary>Whether not even the number of dimensions is known.</summary>
    public bool IsRankDynamic { get; }

    /// <summary>Whether more than one shape fits.</summary>
    public bool IsDynamic => IsRankDynamic || _dimensions.Any(dimension => dimension.IsDynamic);

    /// <inheritdoc/>
    public int Count => _dimensions.Length;

    /// <inheritdoc/>
    public Dimension this[int index] => _dimensions[index];

    /// <summary>Whether a tensor of this shape fits.</summary>
    public bool Accepts(params ReadOnlySpan<long> shape)
    {
        if (IsRankDynamic) return true;
        if (shape.Length != Count) return false;
        for (var i = 0; i < shape.Length; i++)
        {
            if (!_dimensions[i].Accepts(shape[i])) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PartialShape? other) =>
        other is not null && IsRankDynamic == other.IsRankDynamic && _dimensions.AsSpan().SequenceEqual(other._dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PartialShape);

    /// <inheritdoc/>
    public override int GetHashCode() => _dimensions.Aggregate(IsRankDynamic ? -1 : Count, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<Dimension> GetEnumerator() => ((IEnumerable<Dimension>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => IsRankDynamic ? "[...]" : $"[{string.Join(',', _dimensions)}]";
}
