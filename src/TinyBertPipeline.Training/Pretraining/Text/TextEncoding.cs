using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>
/// Raw text as pieces on disk, in one pass and flat memory. Of 64 blocks (a document, or a part of a long one) the second is held out,
/// until enough are: perplexity is measured on text that is not learnt from.
/// </summary>
internal sealed class TextEncoding : IDisposable
{
    private const int ParagraphsAtOnce = 1024;
    private const int BlockPieces = 2048;
    private const int Blocks = 64;

    private readonly BertTokenizer _tokenizer;
    private readonly SentenceBorders? _borders;
    private readonly long _heldPieces;
    private readonly long[] _counts;
    private PieceText _target;
    private long _block;
    private long _blockStart;

    /// <param name="tokenizer">Splits and encodes; <c>[SEP]</c> in a text is text.</param>
    /// <param name="folder">Where the pieces are kept.</param>
    /// <param name="borders">Finds sentences; null: they are not needed, and <c>[SEP]</c> stands between documents.</param>
    /// <param name="heldPieces">Pieces to hold out.</param>
    public TextEncoding(BertTokenizer tokenizer, string folder, SentenceBorders? borders, long heldPieces)
    {
        (_tokenizer, _borders, _heldPieces) = (tokenizer.WithPlainText(), borders, heldPieces);
        _counts = new long[tokenizer.Vocabulary.Count];
        Learnt = new PieceText(new PieceFile(folder));
        Held = new PieceText(new PieceFile(folder));
        _target = Learnt;
    }

    /// <summary>What is learnt from.</summary>
    public PieceText Learnt { get; }

    /// <summary>What is held out.</summary>
    public PieceText Held { get; }

    /// <summary>How often each piece stands in the text that is learnt from.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Adds text of which a part is held out.</summary>
    /// <exception cref="InvalidInputException">A file is unreadable or not UTF-8.</exception>
    /// <exception cref="EnvironmentException">The disk is full.</exception>
    public void Add(IEnumerable<string> files, CancellationToken cancellation)
    {
        StartBlock();
        Read(files, StartBlock, cancellation);
    }

    /// <summary>Adds text that is held out.</summary>
    /// <exception cref="InvalidInputException">A file is unreadable or not UTF-8.</exception>
    /// <exception cref="EnvironmentException">The disk is full.</exception>
    public void AddHeld(IEnumerable<string> files, CancellationToken cancellation)
    {
        _target = Held;
        StartHeld();
        Read(files, StartHeld, cancellation);
    }

    public void Dispose()
    {
        Learnt.Dispose();
        Held.Dispose();
    }

    private void Read(IEnumerable<string> files, Action startBlock, CancellationToken cancellation)
    {
        foreach (var paragraphs in RawTextReader.ReadParagraphs(files).Chunk(ParagraphsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            var encoded = _tokenizer.EncodeBatch(Array.ConvertAll(paragraphs, paragraph => paragraph.Text));
            for (var i = 0; i < paragraphs.Length; i++)
            {
                if (paragraphs[i].StartsDocument) EndDocument();
                if (paragraphs[i].StartsDocument || _target.Pieces.Count - _blockStart >= BlockPieces) startBlock();
                Add(encoded[i], paragraphs[i].Text);
            }
        }
        EndDocument();
    }

    private void StartBlock()
    {
        if (_target.Pieces.Count == _blockStart && _block > 0) return;
        _target = _block++ % Blocks == 1 && Held.Pieces.Count < _heldPieces ? Held : Learnt;
        _blockStart = _target.Pieces.Count;
        _target.StartDocument();
    }

    private void StartHeld()
    {
        _blockStart = _target.Pieces.Count;
        _target.StartDocument();
    }

    private void EndDocument()
    {
        if (_borders is null && _target.Pieces.Count > _blockStart) _target.Pieces.Add(_tokenizer.Vocabulary.SeparateId);
    }

    // [CLS] and [SEP] around the paragraph are left out.
    private void Add(TokenizedText encoded, string text)
    {
        var last = encoded.Ids.Length - 1;
        for (var i = 1; i < last; i++)
        {
            if (_borders is not null && (i == 1 || _borders.Begins(encoded, text, i))) _target.StartSentence();
            _target.Pieces.Add(encoded.Ids[i]);
            if (ReferenceEquals(_target, Learnt)) _counts[encoded.Ids[i]]++;
        }
    }
}
