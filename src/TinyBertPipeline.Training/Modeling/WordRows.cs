using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// The words among the pieces of a batch, closed up: between two words of a path there is one step, however many pieces the first one has.
/// B batch, T pieces, W words of the longest row, K labels.
/// </summary>
/// <param name="Logits">[B,W,K].</param>
/// <param name="Labels">[B,W]; 0 at padding.</param>
/// <param name="Mask">[B,W]: 1 for words, which come first.</param>
/// <param name="Places">The piece of each word [B,W]; 0 at padding.</param>
internal sealed record WordRows(Tensor Logits, Tensor Labels, Tensor Mask, Tensor Places)
{
    /// <summary>Takes the positions that have a label.</summary>
    /// <param name="logits">[B,T,K].</param>
    /// <param name="targets">[B,T], int64.</param>
    /// <param name="noLabel">The target of positions at which no word begins.</param>
    public static WordRows Gather(Tensor logits, Tensor targets, long noLabel)
    {
        var given = targets.data<long>().ToArray();
        return Gather(logits, given, target => target != noLabel);
    }

    /// <summary>Takes the positions that count; their labels are not told.</summary>
    /// <param name="logits">[B,T,K].</param>
    /// <param name="rows">1 at the positions that count, 0 elsewhere [B,T].</param>
    public static WordRows Gather(Tensor logits, Tensor rows)
    {
        var given = rows.to(int64).data<long>().ToArray();
        return Gather(logits, given, row => row != 0);
    }

    /// <summary>Values [B,W,K] of the words at their pieces [B,T,K], 0 elsewhere.</summary>
    public Tensor Scatter(Tensor values, long pieces)
    {
        using var scope = NewDisposeScope();
        var kept = values * Mask.unsqueeze(2).to(values.dtype);
        var at = Places.unsqueeze(2).expand(-1, -1, values.shape[2]);
        // Padding adds 0 to the first piece.
        var target = zeros(values.shape[0], pieces, values.shape[2], dtype: values.dtype);
        return target.scatter_add(1, at, kept).MoveToOuterDisposeScope();
    }

    private static WordRows Gather(Tensor logits, long[] given, Func<long, bool> isWord)
    {
        var (rows, pieces) = ((int)logits.shape[0], (int)logits.shape[1]);
        var positions = Enumerable.Range(0, rows)
            .Select(row => Enumerable.Range(0, pieces).Where(piece => isWord(given[row * pieces + piece])).ToArray()).ToArray();
        var words = Math.Max(1, positions.Max(row => row.Length));
        var (places, labels, mask) = (new long[rows * words], new long[rows * words], new long[rows * words]);
        for (var row = 0; row < rows; row++)
        {
            foreach (var (word, piece) in positions[row].Index())
            {
                var place = row * words + word;
                (places[place], labels[place], mask[place]) = (piece, given[row * pieces + piece], 1);
            }
        }
        var at = tensor(places, rows, words);
        var gathered = logits.gather(1, at.unsqueeze(2).expand(-1, -1, logits.shape[2]));
        return new(gathered, tensor(labels, rows, words), tensor(mask, rows, words), at);
    }
}
