using System.Globalization;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>One dimension of a <see cref="PartialShape"/>: a number, a range, or anything.</summary>
/// <param name="Min">The smallest length allowed.</param>
/// <param name="Max">The largest length allowed, or -1 for no bound.</param>
public readonly record struct Dimension(long Min, long Max)
{
    /// <summary>A dimension of any length.</summary>
    public static Dimension Dynamic => new(0, -1);

    /// <summary>Whether more than one length is allowed.</summary>
    public bool IsDynamic => Min != Max;

    /// <summary>A fixed dimension; -1 gives a dynamic one.</summary>
    public static implicit operator Dimension(long length) => length < 0 ? Dynamic : new Dimension(length, length);

    /// <summary>Whether a tensor may have this length here.</summary>
    public bool Accepts(long length) => length >= Min && (Max < 0 || length <= Max);

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Max: < 0, Min: <= 0 } => "?",
        { Max: < 0 } => string.Create(CultureInfo.InvariantCulture, $"{Min}.."),
        { IsDynamic: true } => string.Create(CultureInfo.InvariantCulture, $"{Min}..{Max}"),
        _ => Min.ToString(CultureInfo.InvariantCulture),
    };
}
