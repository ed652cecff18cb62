using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// Emissions in double precision and what the mask says of their rows. Whatever stands at padding, not a number included, has no influence.
/// B batch, T words, K labels.
/// </summary>
internal sealed class CrfBatch
{
    private readonly Tensor _last;                                                           // [B]: index of the last word, 0 without words

    public CrfBatch(Tensor emissions, Tensor mask)
    {
        if (emissions.dim() != 3 || mask.dim() != 2 || emissions.shape[0] != mask.shape[0] || emissions.shape[1] != mask.shape[1])
        {
            var (scores, places) = (string.Join(',', emissions.shape), string.Join(',', mask.shape));
            throw new ArgumentException($"emissions [{scores}] and mask [{places}] do not fit");
        }
        var isWord = mask.DiffersFrom(0);
        Padding = isWord.logical_not();
        Words = isWord.to(float64).sum(1);
        HasWords = Words.sign();
        _last = Words.Plus(-1).AtLeast(0).to(int64);
        Emissions = emissions.dtype == float64 ? emissions : emissions.to(float64);
        Emissions = Emissions.masked_fill(Padding.unsqueeze(2), Zero);
        if (isWord.narrow(1, 1, isWord.shape[1] - 1).logical_and(Padding.narrow(1, 0, isWord.shape[1] - 1)).any().ToBoolean())
            throw new ArgumentException("a row of the mask has a word behind padding");
    }

    /// <summary>0; TorchSharp may free the scalar of an implicit conversion while libtorch reads it.</summary>
    public static Scalar Zero { get; } = 0L.ToScalar();

    public long Rows => Emissions.shape[0];

    /// <summary>[B,T,K], 0 at padding.</summary>
    public Tensor Emissions { get; }

    /// <summary>Whether a place is padding [B,T].</summary>
    public Tensor Padding { get; }

    /// <summary>Number of words of each row [B].</summary>
    public Tensor Words { get; }

    /// <summary>1 for rows with words, else 0 [B].</summary>
    public Tensor HasWords { get; }

    /// <summary>Of values [B,T] or [B,T,K] those at the last word: [B] or [B,K].</summary>
    public Tensor AtLastWord(Tensor values)
    {
        var at = _last.unsqueeze(1);
        return values.dim() == 2
            ? values.gather(1, at).squeeze(1)
            : values.gather(1, at.unsqueeze(2).expand(-1, 1, values.shape[2])).squeeze(1);
    }
}
