using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// A table of vectors looked up by id. While an optimizer trains a sparse table, it sees the gradients of the rows that were looked up
/// instead of a gradient of the whole table, most of which would be zeros.
/// </summary>
internal sealed class WordEmbeddings : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter _weight;                     // [V,H]

    /// <param name="count">V.</param>
    /// <param name="hidden">H.</param>
    /// <param name="padId">The id whose lookup gives no gradient, or null.</param>
    /// <param name="isSparse">Whether few rows of many are looked up at once.</param>
    public WordEmbeddings(long count, long hidden, int? padId = null, bool isSparse = false)
        : base(nameof(WordEmbeddings))
    {
        _weight = new Parameter(empty(count, hidden));
        (PadId, IsSparse) = (padId, isSparse);
        RegisterComponents();
    }

    public int? PadId { get; }

    public bool IsSparse { get; }

    /// <summary>The rows as an optimizer keeps them, or null outside of training.</summary>
    public IEmbeddingRows? Rows { get; set; }

    /// <summary>The rows of <paramref name="ids"/> [B,T] as [B,T,H].</summary>
    public override Tensor forward(Tensor ids)
    {
        if (Rows is null) return WithoutPaddingGradient(ids, Look(ids));
        var list = ids.data<long>().ToArray();
        Rows.CatchUp(list);
        if (!is_grad_enabled()) return Look(ids);
        using var noGrad = no_grad();
        var rows = Look(ids).requires_grad_().DetachFromDisposeScope();
        Rows.Track(list, rows);
        return rows;
    }

    /// <summary>The first rows [T,H].</summary>
    public Tensor First(long count) => _weight.narrow(0, 0, count);

    /// <summary>The whole table [V,H], up to date, for a decoder that is tied to it.</summary>
    public Tensor Table()
    {
        Rows?.CatchUpAll();
        return _weight;
    }

    private Tensor Look(Tensor ids) => _weight.index_select(0, ids.flatten()).view([.. ids.shape, _weight.shape[1]]);

    private Tensor WithoutPaddingGradient(Tensor ids, Tensor rows) =>
        PadId is { } pad && is_grad_enabled() ? where(ids.DiffersFrom(pad).unsqueeze(-1), rows, rows.detach()) : rows;
}
