using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>
/// Lays out what a stage trains on: some share of training sentences, as many passes as that takes, the rest raw text, shuffled together
/// and put into batches of sequences of similar length. The whole layout is a function of its inputs and the seed, so that a batch's number
/// is all that has to be remembered to go on with the very next one.
/// </summary>
/// <param name="pieces">Pieces to lay out, [CLS] and [SEP] included, padding not.</param>
/// <param name="trainingShare">Share of the pieces that come from training sentences; 1 where there is no raw text.</param>
/// <param name="batchPieces">Positions of a batch at most, padding included; a single longer sequence is a batch of its own.</param>
/// <param name="seed">Decides the order.</param>
internal sealed class SequenceMix(long pieces, double trainingShare, int batchPieces, int seed)
{
    // Sequences are sorted by length within blocks of so many batches: little padding, and still a different mix in each batch.
    private const int BatchesInBlock = 64;

    /// <summary>The batches in the order of training.</summary>
    /// <param name="training">Training sentences; at least one when their share is above 0.</param>
    /// <param name="raw">Raw text; at least one when the training share is below 1.</param>
    public IReadOnlyList<TaskExample[]> Batches(IReadOnlyList<TaskExample> training, IReadOnlyList<TaskExample> raw)
    {
        var random = new Random(seed);
        var trainingPieces = raw.Count == 0 ? pieces : training.Count == 0 ? 0 : (long)(pieces * trainingShare);
        var mixed = new List<TaskExample>();
        Draw(training, trainingPieces, random, mixed);
        Draw(raw, pieces - trainingPieces, random, mixed);
        var order = mixed.ToArray();
        random.Shuffle(order);
        return [.. Blocks(order).SelectMany(block => LengthBuckets.Shuffle(block, sequence => sequence.Input.Length, batchPieces, random))];
    }

    // Whole passes in a new order each, until the pieces are reached.
    private static void Draw(IReadOnlyList<TaskExample> sequences, long wanted, Random random, List<TaskExample> drawn)
    {
        if (wanted <= 0) return;
        if (sequences.Count == 0) throw new ArgumentException("there are no sequences to draw from", nameof(sequences));
        var pass = sequences.ToArray();
        for (long taken = 0; taken < wanted;)
        {
            random.Shuffle(pass);
            for (var i = 0; i < pass.Length && taken < wanted; i++)
            {
                drawn.Add(pass[i]);
                taken += pass[i].Input.Length;
            }
        }
    }

    private IEnumerable<TaskExample[]> Blocks(TaskExample[] order)
    {
        var (start, held) = (0, 0L);
        for (var i = 0; i < order.Length; i++)
        {
            held += order[i].Input.Length;
            if (held < (long)batchPieces * BatchesInBlock && i < order.Length - 1) continue;
            yield return order[start..(i + 1)];
            (start, held) = (i + 1, 0);
        }
    }
}
