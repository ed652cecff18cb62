using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>What pre-training asks of a vocabulary's pieces.</summary>
internal sealed class WordPieces
{
    private const string Unused = "[unused";

    private readonly bool[] _isControl;
    private readonly bool[] _continues;

    public WordPieces(Vocabulary vocabulary)
    {
        int[] controls = [vocabulary.PadId, vocabulary.UnknownId, vocabulary.ClassifyId, vocabulary.SeparateId, vocabulary.MaskId];
        _isControl = new bool[vocabulary.Count];
        foreach (var id in controls.Where(id => id >= 0)) _isControl[id] = true;
        _continues = [.. vocabulary.Pieces.Select(piece => piece.StartsWith("##", StringComparison.Ordinal))];
        Replacements =
        [
            .. Enumerable.Range(0, vocabulary.Count)
                .Where(id => !_isControl[id] && !vocabulary[id].StartsWith(Unused, StringComparison.Ordinal)),
        ];
    }

    /// <summary>The pieces that may stand in the place of another: all but control and unused ones.</summary>
    public int[] Replacements { get; }

    /// <summary>Whether a piece is [PAD], [UNK], [CLS], [SEP] or [MASK].</summary>
    public bool IsControl(int id) => _isControl[id];

    /// <summary>Whether a piece belongs to the word before it.</summary>
    public bool Continues(int id) => _continues[id];

    /// <summary>The end of the word whose pieces begin at <paramref name="start"/>, exclusive.</summary>
    public int EndOfWord(ReadOnlySpan<int> ids, int start)
    {
        var end = start + 1;
        while (end < ids.Length && _continues[ids[end]]) end++;
        return end;
    }
}
