using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>
/// Hides pieces for the masked language model (Devlin et al. 2019): each piece, or each word with all its pieces, is chosen independently;
/// of the chosen 80 % become [MASK], 10 % any other piece, 10 % stay. Control pieces are never chosen and never take a piece's place.
/// </summary>
internal sealed class TokenMasker
{
    private readonly WordPieces _words;
    private readonly int _maskId;
    private readonly double _rate;
    private readonly bool _wholeWords;

    /// <param name="vocabulary">The pieces.</param>
    /// <param name="words">What is known of them.</param>
    /// <param name="rate">The probability of being chosen.</param>
    /// <param name="wholeWords">Whether the pieces of a word are chosen together; a Chinese character is a word.</param>
    /// <exception cref="InvalidInputException">The vocabulary has no [MASK].</exception>
    public TokenMasker(Vocabulary vocabulary, WordPieces words, double rate, bool wholeWords)
    {
        if (vocabulary.MaskId < 0)
        {
            throw new InvalidInputException(
                InputKind.Model, null, $"the vocabulary lacks {vocabulary.Specials.Mask}, which pre-training needs");
        }
        (_words, _maskId, _rate, _wholeWords) = (words, vocabulary.MaskId, rate, wholeWords);
    }

    /// <summary>Hides pieces of a sequence; its ids are changed in place.</summary>
    public MaskedSequence Mask(PieceSequence sequence, Random random)
    {
        var ids = sequence.Ids;
        var (positions, targets) = (new List<int>(), new List<int>());
        for (var start = 0; start < ids.Length;)
        {
            var isText = !_words.IsControl(ids[start]);
            var end = _wholeWords && isText ? _words.EndOfWord(ids, start) : start + 1;
            if (isText && random.NextDouble() < _rate)
            {
                for (var position = start; position < end; position++)
                {
                    positions.Add(position);
                    targets.Add(ids[position]);
                    ids[position] = Hidden(ids[position], random);
                }
            }
            start = end;
        }
        return new MaskedSequence(sequence, [.. positions], [.. targets]);
    }

    private int Hidden(int id, Random random) => random.NextDouble() switch
    {
        < 0.8 => _maskId,
        < 0.9 => _words.Replacements[random.Next(_words.Replacements.Length)],
        _ => id,
    };
}

/// <summary>A sequence with hidden pieces.</summary>
/// <param name="Sequence">The sequence; its ids are what the network sees.</param>
/// <param name="Positions">Where pieces were chosen.</param>
/// <param name="Targets">The pieces that stood there.</param>
internal sealed record MaskedSequence(PieceSequence Sequence, int[] Positions, int[] Targets);
