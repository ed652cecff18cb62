using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Text;

namespace TinyBertPipeline.Training.Distillation.General;

/// <summary>The raw text of a general distillation, as full windows.</summary>
internal sealed class GeneralText : IDisposable
{
    private readonly TextEncoding _text;
    private readonly GeneralDistillationOptions _options;
    private readonly int _padId;

    /// <exception cref="InvalidInputException">The text is absent, not UTF-8 or a single document.</exception>
    public GeneralText(GeneralDistillationOptions options, BertTokenizer tokenizer, CancellationToken cancellation)
    {
        (_options, _padId) = (options, tokenizer.Vocabulary.PadId);
        _text = new TextEncoding(tokenizer, options.Out, borders: null, options.ValidationPieces);
        _text.Add(RawTextReader.FindFiles(options.Raw), cancellation);
        if (_text.Learnt.Pieces.Count == 0 || _text.Held.Pieces.Count == 0)
        {
            _text.Dispose();
            throw new InvalidInputException(InputKind.Data, options.Raw[0],
                "is one document, of which no part can be held out: part documents by blank lines");
        }
        var words = new WordPieces(tokenizer.Vocabulary);
        Learnt = new WindowBatches(new PackedRows(_text.Learnt, tokenizer.Vocabulary, words, options.Window), options);
        Held = new PackedRows(_text.Held, tokenizer.Vocabulary, words, options.Window);
    }

    /// <summary>The steps.</summary>
    public WindowBatches Learnt { get; }

    /// <summary>The windows that are held out.</summary>
    public PackedRows Held { get; }

    /// <summary>Batches from the start of the text, for the teacher's statistics.</summary>
    public IEnumerable<TokenBatch> Beginning()
    {
        for (long step = 0, pieces = 0; pieces < _options.InitializationPieces; step++)
        {
            var batch = Learnt.Batch(step);
            pieces += batch.Sum(example => (long)example.Input.Length);
            yield return TokenBatch.Pad([.. batch.Select(example => example.Input)], _padId);
        }
    }

    public void Dispose() => _text.Dispose();
}

/// <summary>Passes over windows, each in an order drawn anew; a batch is a function of seed and step.</summary>
internal sealed class WindowBatches : IBatchSource<TaskExample[]>
{
    private const int OrderPurpose = 5;

    private readonly PackedRows _windows;
    private readonly int _rows;
    private readonly int _seed;
    private int[] _order = [];
    private long _ordered = -1;

    public WindowBatches(PackedRows windows, GeneralDistillationOptions options)
    {
        (_windows, _rows, _seed) = (windows, options.BatchPieces / options.Window, options.Seed);
        Count = Math.Max(1, options.Pieces / ((long)_rows * options.Window));
    }

    public long Count { get; }

    public TaskExample[] this[long step] => Batch(step);

    /// <summary>The batch of a step, which may lie behind the last.</summary>
    public TaskExample[] Batch(long step) =>
        [.. Enumerable.Range(0, _rows).Select(row => Window(step * _rows + row)).Select(ids => new TaskExample(new ModelInput(ids)))];

    private int[] Window(long number)
    {
        var (pass, place) = Math.DivRem(number, _windows.Count);
        if (pass != _ordered)
        {
            _order = [.. Enumerable.Range(0, _windows.Count)];
            Draws.For(_seed, OrderPurpose, pass, 0).Shuffle(_order);
            _ordered = pass;
        }
        return _windows.Sequence(pass, _order[(int)place]).Ids;
    }
}
