using TinyBertPipeline.Core.Labeling;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>How the losses of a batch's sentences become one.</summary>
internal enum CrfReduction
{
    /// <summary>They stay apart: [B].</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean over the sentences that have words.</summary>
    Mean,

    /// <summary>Their sum over the number of words.</summary>
    WordMean,
}

/// <summary>
/// A linear-chain conditional random field (Lafferty et al. 2001) over emissions: a path y scores
/// start[y1] + sum of e[t,yt] + sum of transitions[y(t-1),yt] + end[yn], and its probability is in proportion to exp(score). Whole batches
/// are computed at once, in double precision: a log-sum-exp over hundreds of words costs single precision four digits. B batch, T words, K
/// labels; a mask [B,T] is 1 at a row's words, which come first, and 0 at the padding behind them.
/// </summary>
internal sealed class ConditionalRandomField : nn.Module
{
    // Added to steps that the scheme forbids. Finite, for a gradient of -infinity is not a number; exp(-10000) is 0 in double precision.
    private const double Forbidden = -10000;

    [ComponentName(Name = "transitions")] private readonly Parameter _transitions;           // [K from,K to]
    [ComponentName(Name = "start_transitions")] private readonly Parameter _start;           // [K]
    [ComponentName(Name = "end_transitions")] private readonly Parameter _end;               // [K]
    private readonly long _labels;
    private readonly double[]? _forbidden;                                                   // [K+1,K+1]; index K is the outside

    /// <summary>Creates a CRF; its weights are not set.</summary>
    /// <param name="labels">K.</param>
    /// <param name="legal">
    /// The labels whose scheme says which paths compete with the gold one, or null for all paths. A gold path that is not legal itself, as
    /// where a window cuts an entity, competes with all paths.
    /// </param>
    public ConditionalRandomField(int labels, LabelSet? legal = null)
        : base(nameof(ConditionalRandomField))
    {
        if (legal is not null && legal.Count != labels) throw new ArgumentException($"{labels} labels are asked for, {legal.Count} given");
        _labels = labels;
        _transitions = new Parameter(empty(labels, labels));
        _start = new Parameter(empty(labels));
        _end = new Parameter(empty(labels));
        _forbidden = legal is null ? null : Penalties(legal);
        RegisterComponents();
    }

    /// <summary>Sets all weights uniformly between -0.1 and 0.1.</summary>
    public void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        foreach (var parameter in parameters()) parameter.uniform_(-0.1, 0.1, generator);
    }

    /// <summary>-log P(gold path).</summary>
    /// <param name="emissions">Scores [B,T,K].</param>
    /// <param name="labels">Gold labels [B,T], int64; those of the padding are ignored.</param>
    /// <param name="mask">1 for words, 0 for padding [B,T].</param>
    /// <param name="reduction">What is returned: [B], or a scalar.</param>
    public Tensor NegativeLogLikelihood(Tensor emissions, Tensor labels, Tensor mask, CrfReduction reduction = CrfReduction.Mean)
    {
        using var scope = NewDisposeScope();
        var batch = new CrfBatch(emissions, mask);
        var gold = labels.masked_fill(batch.Padding, CrfBatch.Zero);
        var loss = LogPartition(batch, Steps(Illegal(batch, gold))).Minus(Score(batch, gold));
        return Reduce(batch, loss, reduction).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// -sum over all paths of P(path) log Q(path), where Q is this field and P another one over the same labels, known by its expectations
    /// alone (exact structural distillation: Wang et al. 2021, "Structural Knowledge Distillation").
    /// </summary>
    public Tensor CrossEntropy(Tensor emissions, Tensor mask, CrfExpectations teacher, CrfReduction reduction = CrfReduction.Mean)
    {
        using var scope = NewDisposeScope();
        var batch = new CrfBatch(emissions, mask);
        var expected = (batch.Emissions * teacher.Labels).sum(new long[] { 1, 2 })
            .Plus((_transitions.to(float64) * teacher.Pairs).sum(new long[] { 1, 2 }))
            .Plus((_start.to(float64) * teacher.Labels.select(1, 0)).sum(1))
            .Plus((_end.to(float64) * batch.AtLastWord(teacher.Labels)).sum(1));
        var loss = LogPartition(batch, Steps(null)).Minus(expected * batch.HasWords);
        return Reduce(batch, loss, reduction).MoveToOuterDisposeScope();
    }

    /// <summary>Log of the sum over all (or all legal) paths of exp(score): [B], 0 for rows without words.</summary>
    public Tensor LogPartition(Tensor emissions, Tensor mask)
    {
        using var scope = NewDisposeScope();
        return LogPartition(new CrfBatch(emissions, mask), Steps(null)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The probabilities of labels [B,T,K], 0 at padding: the gradient of the log-partition by the emissions. With
    /// <paramref name="differentiable"/> they can be part of a loss; the emissions must then take part in a graph.
    /// </summary>
    public Tensor Probabilities(Tensor emissions, Tensor mask, bool differentiable = false)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var batch = new CrfBatch(differentiable ? emissions : emissions.detach().to(float64).requires_grad_(), mask);
        var partition = LogPartition(batch, Steps(null)).sum();
        var gradients = autograd.grad([partition], [batch.Emissions], retain_graph: differentiable, create_graph: differentiable);
        return gradients[0].MoveToOuterDisposeScope();
    }

    /// <summary>What <see cref="CrossEntropy"/> needs to know of this field as the teacher.</summary>
    public CrfExpectations Expectations(Tensor emissions, Tensor mask)
    {
        using var scope = NewDisposeScope();
        using var grad = enable_grad();
        var batch = new CrfBatch(emissions.detach().to(float64).requires_grad_(), mask);
        var (start, between, end) = Steps(null);
        // A copy for each row: its gradient is the row's expected number of steps from each label to each.
        var rows = between.detach().expand(batch.Rows, _labels, _labels).clone().requires_grad_();
        var partition = LogPartition(batch, (start.detach(), rows, end.detach())).sum();
        var gradients = autograd.grad([partition], [batch.Emissions, rows], allow_unused: true);
        // Rows of one word have no steps.
        var pairs = gradients[1] is { IsInvalid: false } steps ? steps : zeros_like(rows);
        return new(gradients[0].MoveToOuterDisposeScope(), pairs.MoveToOuterDisposeScope());
    }

    private static Tensor LogPartition(CrfBatch batch, (Tensor Start, Tensor Between, Tensor End) steps)
    {
        var words = batch.Emissions.unbind(1);                                               // T of [B,K]
        var forward = new List<Tensor> { words[0].Plus(steps.Start) };
        foreach (var word in words[1..])
            forward.Add(forward[^1].unsqueeze(2).Plus(steps.Between).logsumexp(1).Plus(word));   // [B,from,1] + [from,to] to [B,to]
        var last = batch.AtLastWord(stack(forward, 1));                                      // [B,K]; sums on padding are passed over
        return last.Plus(steps.End).logsumexp(1) * batch.HasWords;
    }

    private Tensor Score(CrfBatch batch, Tensor gold)
    {
        var emitted = batch.Emissions.gather(2, gold.unsqueeze(2)).squeeze(2);               // [B,T]
        var start = _start.to(float64).index_select(0, gold.select(1, 0));                   // [B]
        var end = _end.to(float64).index_select(0, batch.AtLastWord(gold));
        var steps = AtSteps(_transitions.to(float64), batch, gold).sum(1);
        return emitted.sum(1).Plus(steps).Plus(start).Plus(end) * batch.HasWords;
    }

    // A table's values [K,K] at each step of a path, 0 where the second word is padding: [B,T-1].
    private static Tensor AtSteps(Tensor table, CrfBatch batch, Tensor path)
    {
        var steps = path.shape[1] - 1;
        var (from, to) = (path.narrow(1, 0, steps).flatten(), path.narrow(1, 1, steps).flatten());
        var values = table.index_select(0, from).gather(1, to.unsqueeze(1)).view(batch.Rows, steps);
        return values.masked_fill(batch.Padding.narrow(1, 1, steps), CrfBatch.Zero);
    }

    // The steps' scores with what the scheme forbids; rows [B] whose own path is not legal are free.
    private (Tensor Start, Tensor Between, Tensor End) Steps(Tensor? freeRows)
    {
        var (start, between, end) = (_start.to(float64), _transitions.to(float64), _end.to(float64));
        if (_forbidden is null) return (start, between, end);
        var penalties = tensor(_forbidden, _labels + 1, _labels + 1);
        var (atStart, within, atEnd) = (
            penalties.select(0, _labels).narrow(0, 0, _labels),
            penalties.narrow(0, 0, _labels).narrow(1, 0, _labels),
            penalties.select(1, _labels).narrow(0, 0, _labels));
        if (freeRows is not null)
        {
            var bound = freeRows.logical_not().to(float64).unsqueeze(1);                     // [B,1]
            (atStart, within, atEnd) = (bound * atStart, bound.unsqueeze(2) * within, bound * atEnd);
        }
        return (start.Plus(atStart), between.Plus(within), end.Plus(atEnd));
    }

    // Whether each row's path is forbidden, or null where none is.
    private Tensor? Illegal(CrfBatch batch, Tensor path)
    {
        if (_forbidden is null) return null;
        var penalties = tensor(_forbidden, _labels + 1, _labels + 1);
        var ends = penalties.select(0, _labels).index_select(0, path.select(1, 0))
            .Plus(penalties.select(1, _labels).index_select(0, batch.AtLastWord(path)));
        var rows = (AtSteps(penalties, batch, path).sum(1).Plus(ends) * batch.HasWords).DiffersFrom(0);
        return rows.any().ToBoolean() ? rows : null;
    }

    private static Tensor Reduce(CrfBatch batch, Tensor loss, CrfReduction reduction) => reduction switch
    {
        CrfReduction.None => loss,
        CrfReduction.Sum => loss.sum(),
        CrfReduction.Mean => loss.sum() / batch.HasWords.sum().AtLeast(1),
        CrfReduction.WordMean => loss.sum() / batch.Words.sum().AtLeast(1),
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "unknown reduction"),
    };

    private static double[] Penalties(LabelSet labels)
    {
        var (outside, size) = (labels.Count, labels.Count + 1);
        var penalties = new double[size * size];
        for (var from = 0; from < size; from++)
        {
            for (var to = 0; to < size; to++)
            {
                var isLegal = (from == outside, to == outside) switch
                {
                    (true, true) => true,
                    (true, false) => labels.MayStart(to),
                    (false, true) => labels.MayEnd(from),
                    _ => labels.MayFollow(from, to),
                };
                if (!isLegal) penalties[from * size + to] = Forbidden;
            }
        }
        return penalties;
    }
}

/// <summary>What a linear-chain field expects of a path. B batch, T words, K labels.</summary>
/// <param name="Labels">The probability of each label at each word [B,T,K], 0 at padding.</param>
/// <param name="Pairs">How often a label (first) is followed by another (second) [B,K,K].</param>
internal sealed record CrfExpectations(Tensor Labels, Tensor Pairs);
