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
internal sealed record WordRows(Tensor Logits, Tensor Labels, Tensor Mask)
{
    /// <summary>Takes the positions that have a label.</summary>
    /// <param name="logits">[B,T,K].</param>
    /// <param name="targets">[B,T], int64.</param>
    /// <param name="noLabel">The target of positions at which no word begins.</param>
    public static WordRows Gather(Tensor logits, Tensor targets, long noLabel)
    {
        var (rows, pieces) = ((int)targets.shape[0], (int)targets.shape[1]);
        var given = targets.data<long>().ToArray();
        var positions = Enumerable.Range(0, rows)
            .Select(row => Enumerable.Range(0, pieces).Where(piece => given[row * pieces + piece] != noLabel).ToArray()).ToArray();
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
        var at = tensor(places, rows, words).unsqueeze(2).expand(-1, -1, logits.shape[2]);
        return new(logits.gather(1, at), tensor(labels, rows, words), tensor(mask, rows, words));
    }
}
