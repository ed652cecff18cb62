namespace TinyBertPipeline.Core.Tokenization;

/// <summary>The word pieces of a model: ids 0..<see cref="Count"/>-1, pieces that continue a word spelled with <c>##</c>.</summary>
public sealed class Vocabulary
{
    /// <summary>The most pieces that a file may have: several times the largest vocabularies in use.</summary>
    internal const int MaxPieces = 1 << 22;

    private readonly Dictionary<string, int> _ids;
    private readonly string[] _pieces;

    /// <summary>Makes a vocabulary of <paramref name="pieces"/>; the id of a piece is its index, of one that stands twice the last.</summary>
    /// <param name="pieces">The pieces in the order of their ids.</param>
    /// <param name="specials">How the special pieces are spelled; null for BERT's own spelling.</param>
    /// <exception cref="InvalidInputException">A special piece is missing, or the pieces are too long together.</exception>
    public Vocabulary(IReadOnlyList<string> pieces, SpecialPieces? specials = null) : this(pieces, specials, null) { }

    internal Vocabulary(IReadOnlyList<string> pieces, SpecialPieces? specials, string? file)
    {
        _pieces = [.. pieces];
        if (_pieces.Sum(piece => (long)piece.Length) is var units and > PieceTrie.MaxUnits)
        {
            throw new InvalidInputException(
                InputKind.Model, file, $"the pieces have {units} characters together; at most {PieceTrie.MaxUnits} are supported");
        }
        _ids = new Dictionary<string, int>(_pieces.Length, StringComparer.Ordinal);
        for (var id = 0; id < _pieces.Length; id++) _ids[_pieces[id]] = id;
        Specials = specials ?? new SpecialPieces();
        string[] needed = [.. Specials.All.Where(piece => piece != Specials.Mask)];   // only pre-training hides pieces
        var missing = needed.Where(piece => !_ids.ContainsKey(piece)).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidInputException(InputKind.Model, file,
                $"the vocabulary of {_pieces.Length} pieces lacks {string.Join(", ", missing)}; BERT needs {string.Join(", ", needed)}");
        }
        (PadId, UnknownId, ClassifyId, SeparateId, MaskId) =
            (_ids[Specials.Pad], _ids[Specials.Unknown], _ids[Specials.Classify], _ids[Specials.Separate], IdOf(Specials.Mask));
    }

    /// <summary>Number of pieces.</summary>
    public int Count => _pieces.Length;

    /// <summary>The pieces in the order of their ids.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>How the special pieces are spelled.</summary>
    public SpecialPieces Specials { get; }

    /// <summary>What is odd about the file it was read from, one sentence each; for example a piece that stands twice.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>Id of the padding piece.</summary>
    public int PadId { get; }

    /// <summary>Id of the unknown piece.</summary>
    public int UnknownId { get; }

    /// <summary>Id of the piece that starts a sequence.</summary>
    public int ClassifyId { get; }

    /// <summary>Id of the piece that ends a text.</summary>
    public int SeparateId { get; }

    /// <summary>Id of the mask; -1 where the vocabulary has none, as a tagger needs none.</summary>
    public int MaskId { get; }

    /// <summary>The piece with an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string this[int id] => (uint)id < (uint)_pieces.Length
        ? _pieces[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"ids are 0..{_pieces.Length - 1}");

    /// <summary>The id of a piece, or -1.</summary>
    public int IdOf(string piece) => _ids.GetValueOrDefault(piece, -1);

    /// <summary>Reads a <c>vocab.txt</c>: UTF-8, one piece a line, the id is the line's index from 0.</summary>
    /// <exception cref="InvalidInputException">The file is no vocabulary; the message has the line.</exception>
    public static Vocabulary Load(string path) => Load(path, null);

    internal static Vocabulary Load(string path, SpecialPieces? specials)
    {
        var pieces = VocabularyFile.Read(path);
        return new Vocabulary(pieces, specials, path) { Warnings = VocabularyFile.Duplicates(pieces) };
    }

    /// <summary>Writes a <c>vocab.txt</c>.</summary>
    /// <exception cref="InvalidInputException">A piece holds a line end, so that the file would shift ids.</exception>
    public void Save(string path) => VocabularyFile.Write(path, _pieces);
}
