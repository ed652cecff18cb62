using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>
/// Pairs for next-sentence prediction (google-research/bert, create_pretraining_data.py): a chunk of whole sentences is parted in two; half
/// of the pairs have a second text from another document instead. One chunk in ten is short. A chunk of one sentence always takes another
/// document's text, so the others do more rarely, and half remain half.
/// </summary>
internal sealed class SentencePairs : IPieceSequences
{
    private const int Purpose = 2;
    private const double ShortShare = 0.1;

    private readonly PieceText _text;
    private readonly Vocabulary _vocabulary;
    private readonly int _seed;
    private readonly List<(int First, int Count, int Document)> _chunks = [];
    private readonly double _randomShare;

    public SentencePairs(PieceText text, Vocabulary vocabulary, int length, int seed)
    {
        (_text, _vocabulary, _seed, Length) = (text, vocabulary, seed, length);
        for (var document = 0; document < text.Documents; document++) AddChunks(document);
        var single = _chunks.Count(chunk => chunk.Count == 1);
        _randomShare = Math.Max(0, (0.5 * _chunks.Count - single) / Math.Max(1, _chunks.Count - single));
    }

    public int Count => _chunks.Count;

    public int Length { get; }

    private int Room => Length - 3;

    public PieceSequence Sequence(long pass, int index)
    {
        var random = Draws.For(_seed, Purpose, pass, index);
        var (first, count, document) = _chunks[index];
        var isRandom = count == 1 || random.NextDouble() < _randomShare;
        var (firstText, secondText) = (Range(first, first + count), default(PieceRange));
        if (count > 1)
        {
            var split = first + random.Next(1, count);
            var (head, tail) = (Range(first, split), Range(split, first + count));
            // What follows is not lost for good where another text takes its place: half the time it is the part that stays.
            (firstText, secondText) = isRandom && random.Next(2) == 0 ? (tail, head) : (head, tail);
        }
        if (isRandom) secondText = Other(document, Math.Max(1, Room - firstText.Length), random);
        Fit(ref firstText, ref secondText, random);
        return Join(firstText, secondText, isRandom ? 1 : 0);
    }

    private void AddChunks(int document)
    {
        var random = Draws.For(_seed, Purpose, -1, document);
        var end = _text.FirstSentence(document + 1);
        for (int first = _text.FirstSentence(document), next; first < end; first = next)
        {
            var target = random.NextDouble() < ShortShare ? random.Next(2, Room + 1) : Room;
            next = first + 1;
            while (next < end && Range(first, next + 1).Length <= target) next++;
            // Two sentences at least, of which Fit takes what is too much.
            if (next == first + 1 && next < end) next++;
            _chunks.Add((first, next - first, document));
        }
    }

    private PieceRange Other(int document, int room, Random random)
    {
        var other = random.Next(Math.Max(1, _text.Documents - 1));
        if (other >= document && _text.Documents > 1) other++;
        var (begin, end) = (_text.FirstSentence(other), _text.FirstSentence(other + 1));
        var start = random.Next(begin, end);
        var (from, to) = (_text.SentenceStart(start), _text.SentenceStart(end));
        return new PieceRange(from, (int)Math.Min(room, to - from));
    }

    // The longer side loses a piece, at its front or its back.
    private void Fit(ref PieceRange first, ref PieceRange second, Random random)
    {
        while (first.Length + second.Length > Room)
        {
            ref var longer = ref first;
            if (second.Length > first.Length) longer = ref second;
            longer = new PieceRange(longer.Start + random.Next(2), longer.Length - 1);
        }
    }

    private PieceSequence Join(PieceRange first, PieceRange second, int label)
    {
        var ids = new int[first.Length + second.Length + 3];
        ids[0] = _vocabulary.ClassifyId;
        _text.Pieces.Read(first.Start, ids.AsSpan(1, first.Length));
        ids[first.Length + 1] = ids[^1] = _vocabulary.SeparateId;
        _text.Pieces.Read(second.Start, ids.AsSpan(first.Length + 2, second.Length));
        return new PieceSequence(ids, first.Length + 2, label);
    }

    private PieceRange Range(int first, int end)
    {
        var start = _text.SentenceStart(first);
        return new PieceRange(start, (int)(_text.SentenceStart(end) - start));
    }

    private readonly record struct PieceRange(long Start, int Length);
}
