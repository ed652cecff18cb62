using System.Collections;
using System.Globalization;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>The shape of a tensor: its dimensions, outermost first.</summary>
public sealed class Shape : IReadOnlyList<long>, IEquatable<Shape>
{
    private readonly long[] _dimensions;

    /// <summary>Creates a shape; no dimensions make a scalar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public Shape(params ReadOnlySpan<long> dimensions)
    {
        foreach (var dimension in dimensions) ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(dimensions));
        _dimensions = dimensions.ToArray();
    }

    /// <inheritdoc/>
    public int Count => _dimensions.Length;

    /// <summary>Number of elements: the product of the dimensions.</summary>
    public long ElementCount => _dimensions.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <inheritdoc/>
    public long this[int index] => _dimensions[index];

    internal ReadOnlySpan<long> Span => _dimensions;

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _dimensions.Aggregate(_dimensions.Length, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() =>
        $"[{string.Join(',', _dimensions.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)))}]";
}
