using System.Runtime.InteropServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Pretraining.Text;

namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>
/// Makes new sentences by putting words of raw text in the places of words, each distinct word as likely as any other, so that most of them
/// are rare. What they mean there is for a teacher to say. After the data augmentation of TinyBERT (Jiao et al., 2020), which draws words
/// that are alike.
/// </summary>
internal sealed class WordReplacement
{
    private const double Share = 0.2;                       // of the words of a sentence
    private const int MostWords = 1_000_000;
    private const int MostPieces = 8;                       // of a word

    private readonly WordPieces _pieces;
    private readonly List<int[]> _words = [];
    private readonly int _window;

    /// <param name="vocabulary">Tells where words begin.</param>
    /// <param name="text">Windows of text whose words are drawn.</param>
    /// <param name="window">Pieces of a sequence at most.</param>
    public WordReplacement(Vocabulary vocabulary, IEnumerable<int[]> text, int window)
    {
        (_pieces, _window) = (new WordPieces(vocabulary), window);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in text.SelectMany(Words))
        {
            if (word.Length > MostPieces || !known.Add(new string(MemoryMarshal.Cast<int, char>(word)))) continue;
            _words.Add(word);
            if (_words.Count == MostWords) break;
        }
    }

    /// <summary>Number of distinct words to draw from.</summary>
    public int Count => _words.Count;

    /// <summary>The sequence with some words replaced; null where it has none to replace, or became too long.</summary>
    public ModelInput? Replace(ModelInput input, Random random)
    {
        var (ids, segments, replaced) = (new List<int>(), new List<int>(), 0);
        for (int start = 0, end; start < input.Length; start = end)
        {
            end = _pieces.EndOfWord(input.Ids, start);
            var word = input.Ids.AsSpan(start, end - start);
            // Drawn for every word: what one word is does not change what is drawn for the next.
            var (draw, index) = (random.NextDouble(), random.Next(Math.Max(1, Count)));
            if (draw < Share && Count > 0 && IsWord(word))
            {
                word = _words[index];
                replaced++;
            }
            ids.AddRange(word);
            for (var i = 0; i < word.Length; i++) segments.Add(input.Segments?[start] ?? 0);
        }
        return replaced == 0 || ids.Count > _window ? null : new ModelInput([.. ids], input.Segments is null ? null : [.. segments]);
    }

    private IEnumerable<int[]> Words(int[] window)
    {
        for (int start = 0, end; start < window.Length; start = end)
        {
            end = _pieces.EndOfWord(window, start);
            if (IsWord(window.AsSpan(start, end - start))) yield return window[start..end];
        }
    }

    // A word that a window cuts has its end at the start of the next one.
    private bool IsWord(ReadOnlySpan<int> pieces) => !_pieces.IsControl(pieces[0]) && !_pieces.Continues(pieces[0]);
}
