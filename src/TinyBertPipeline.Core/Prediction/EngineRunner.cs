using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// Runs items through an engine, whatever their task: windows, batches of one padded length, several requests at once. Thread-safe; disposing
/// it frees its requests, not the engine.
/// </summary>
public sealed class EngineRunner : IDisposable
{
    /// <summary>
    /// The most pieces of a batch, padding included, where nothing else is asked for: enough for a processor's kernels, and few enough that
    /// what goes from layer to layer stays in its cache.
    /// </summary>
    public const int UsualBatchTokens = 1024;

    private readonly TaskOutput _output;
    private readonly RequestPool _requests;
    private readonly int _padId;
    private readonly int _batchTokens;
    private readonly int _longest;
    private readonly int? _fixedRows;
    private readonly int? _fixedLength;

    /// <summary>Puts an engine and a model together.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="model">The model that it computes.</param>
    /// <param name="batchTokens">The most pieces of a batch, padding included; a single longer window is a batch of its own.</param>
    /// <exception cref="InvalidInputException">The engine lacks the task's output, or has fewer embeddings than the tokenizer has pieces.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model's window is longer than the engine takes (see <c>Bundle.Within</c>).</exception>
    public EngineRunner(IInferenceEngine engine, ITaskModel model, int batchTokens = UsualBatchTokens)
    {
        var info = engine.Info;
        _output = model.Task.Output(model.Config);
        if (!info.Outputs.Contains(_output.Name))
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"the model's outputs are {string.Join(", ", info.Outputs)}; one for {model.Task.Name} has {_output.Name}");
        }
        var pieces = model.Tokenizer.Vocabulary;
        if (pieces.Count > info.VocabularySize)
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"the tokenizer has {pieces.Count} pieces, but the model has embeddings for {info.VocabularySize} only");
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(model.Settings.Window ?? 0, info.MaxPositions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(model.Settings.Window ?? 0, info.FixedLength ?? int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchTokens, 1);
        (_padId, _batchTokens, _longest, Concurrency) = (pieces.PadId, batchTokens, info.MaxPositions, Math.Max(1, info.UsefulRequests));
        (_fixedRows, _fixedLength) = (info.FixedRows, info.FixedLength);
        _requests = new RequestPool(engine);
    }

    /// <summary>How many batches run at once.</summary>
    internal int Concurrency { get; }

    /// <summary>Values of an output row, K.</summary>
    internal int Width => _output.Width;

    /// <summary>The logits of items [rows, K], in their order.</summary>
    /// <param name="items">The items.</param>
    /// <param name="progress">Gets the number of finished items as it grows.</param>
    /// <param name="cancellation">Ends the work between two batches, and a batch under way where the engine can.</param>
    /// <exception cref="InvalidInputException">The model gives another number of values than there are labels, or one that is not finite.</exception>
    public IReadOnlyList<float[]> Run(
        IReadOnlyList<TaskItem> items, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        Run(items, LineSteps.OfItems((_, logits) => logits), progress, cancellation);

    /// <summary>Frees the engine's requests that are kept for the next call.</summary>
    public void Dispose() => _requests.Dispose();

    /// <summary>A place where windows wait for a batch that the engine takes.</summary>
    internal LookAhead CreateLookAhead() => new(_batchTokens, _longest, _fixedRows, _fixedLength);

    /// <summary>The results of a list of sources.</summary>
    internal TResult[] Run<TSource, TResult>(
        IReadOnlyList<TSource> sources, LineSteps<TSource, TResult> steps, IProgress<int>? progress, CancellationToken cancellation) =>
        new AssemblyLine<TSource, TResult>(this, steps, cancellation).Run(sources, progress);

    /// <summary>Runs a batch; its windows' rows go to their items.</summary>
    internal void Run(WindowBatch batch, CancellationToken cancellation)
    {
        var tokens = batch.Pad(_padId, _fixedRows);
        _requests.Run(tokens, request => Collect(batch, tokens, request.Output(_output.Name)), cancellation);
    }

    // output [B,T,K] or [B,K]: the rows that count go to their items.
    private void Collect(WindowBatch batch, TokenBatch tokens, ReadOnlySpan<float> output)
    {
        var (width, rowsOfOne) = (_output.Width, _output.RowsOf(tokens.Length));
        if (output.Length != tokens.Rows * rowsOfOne * width)
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"the model gives {output.Length / (double)(tokens.Rows * rowsOfOne)} logits for a row, but there are {width} labels");
        }
        for (var row = 0; row < batch.Windows.Count; row++)
        {
            var (item, window) = batch.Windows[row];
            foreach (var (position, target) in window.Counted)
            {
                var scores = output.Slice((row * rowsOfOne + position) * width, width);
                foreach (var score in scores)
                {
                    if (!float.IsFinite(score))
                        throw new InvalidInputException(InputKind.Model, null, $"the model gives a logit of {score} in item {item.Ordinal}, row {target}");
                }
                scores.CopyTo(item.Logits.AsSpan(target * width));
            }
        }
    }
}
