namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>Text as pieces, with the places where its sentences begin when they are asked for.</summary>
/// <param name="pieces">Where the pieces are kept.</param>
internal sealed class PieceText(PieceFile pieces) : IDisposable
{
    private readonly List<long> _sentences = [];
    private readonly List<int> _documents = [];

    /// <summary>The pieces.</summary>
    public PieceFile Pieces => pieces;

    /// <summary>Number of sentences.</summary>
    public int Sentences => _sentences.Count;

    /// <summary>Number of documents that have sentences.</summary>
    public int Documents => _documents.Count > 0 && _documents[^1] == _sentences.Count ? _documents.Count - 1 : _documents.Count;

    /// <summary>Where a sentence begins; that of <see cref="Sentences"/> is the end of the text.</summary>
    public long SentenceStart(int sentence) => sentence < _sentences.Count ? _sentences[sentence] : pieces.Count;

    /// <summary>The first sentence of a document; that of <see cref="Documents"/> is <see cref="Sentences"/>.</summary>
    public int FirstSentence(int document) => document < _documents.Count ? _documents[document] : _sentences.Count;

    /// <summary>Says that the next piece begins a sentence.</summary>
    public void StartSentence() => _sentences.Add(pieces.Count);

    /// <summary>Says that the next sentence begins a document.</summary>
    public void StartDocument()
    {
        if (_documents.Count == 0 || _documents[^1] != _sentences.Count) _documents.Add(_sentences.Count);
    }

    public void Dispose() => pieces.Dispose();
}
