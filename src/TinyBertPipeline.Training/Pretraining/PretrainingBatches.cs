using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Text;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>
/// The steps of a pre-training: short sequences first, then long ones; passes over each in an order drawn anew; pieces hidden anew each
/// time a sequence is met. A batch is a function of seed and step, so that a resumed run goes on with the very next one.
/// </summary>
internal sealed class PretrainingBatches : IBatchSource<PretrainingBatch>
{
    private const int OrderPurpose = 3;
    private const int MaskPurpose = 4;

    private readonly IReadOnlyList<PretrainingPhase> _phases;
    private readonly TokenMasker _masker;
    private readonly BatchSizes _sizes;
    private readonly int _seed;
    private (int Phase, long Pass) _ordered = (-1, -1);
    private int[] _order = [];

    /// <param name="phases">The lengths in turn.</param>
    /// <param name="masker">Hides pieces.</param>
    /// <param name="sizes">How large the steps are.</param>
    /// <param name="seed">Decides order and hidden pieces.</param>
    public PretrainingBatches(IReadOnlyList<PretrainingPhase> phases, TokenMasker masker, BatchSizes sizes, int seed)
    {
        (_phases, _masker, _sizes, _seed) = (phases, masker, sizes, seed);
        Count = phases.Sum(phase => phase.Steps);
    }

    public long Count { get; }

    public PretrainingBatch this[long step]
    {
        get
        {
            var (phase, start) = (0, 0L);
            while (step >= start + _phases[phase].Steps) start += _phases[phase++].Steps;
            var rows = Math.Max(1, _sizes.Pieces / _phases[phase].Sequences.Length);
            var first = _sizes.PartsBefore(step, Count) - _sizes.PartsBefore(start, Count);
            var parts = Enumerable.Range(0, _sizes.Parts(step, Count));
            return new PretrainingBatch([.. parts.Select(part => Part(phase, (first + part) * rows, rows))]);
        }
    }

    private MaskedSequence[] Part(int phase, long first, int rows)
    {
        var sequences = _phases[phase].Sequences;
        var part = new MaskedSequence[rows];
        for (var row = 0; row < rows; row++)
        {
            var (pass, place) = Math.DivRem(first + row, sequences.Count);
            var index = Order(phase, pass)[(int)place];
            part[row] = _masker.Mask(sequences.Sequence(pass, index), Draws.For(_seed, MaskPurpose + phase, pass, index));
        }
        return part;
    }

    private int[] Order(int phase, long pass)
    {
        if (_ordered == (phase, pass)) return _order;
        _order = [.. Enumerable.Range(0, _phases[phase].Sequences.Count)];
        Draws.For(_seed, OrderPurpose, phase, pass).Shuffle(_order);
        _ordered = (phase, pass);
        return _order;
    }
}

/// <summary>Steps with sequences of one length.</summary>
/// <param name="Sequences">The sequences.</param>
/// <param name="Steps">Number of steps.</param>
internal sealed record PretrainingPhase(IPieceSequences Sequences, long Steps);
