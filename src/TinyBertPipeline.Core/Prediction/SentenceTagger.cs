using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// Labels the words of sentences with any engine: windows, batches of like length, several requests at once, decoding. Thread-safe;
/// disposing it frees its requests, not the engine.
/// </summary>
public sealed class SentenceTagger : IDisposable
{
    private const string Logits = "logits";
    private const int UsualPositions = 512;                 // where a model takes more, longer windows cost more than they bring

    private readonly LabelSet _labels;
    private readonly TaggerOptions _options;
    private readonly SentenceEncoder _encoder;
    private readonly LegalPathDecoder _decoder;
    private readonly RequestPool _requests;
    private readonly int _padId;
    private readonly int _concurrency;

    /// <summary>Puts an engine, its tokenizer and its labels together.</summary>
    /// <exception cref="InvalidInputException">The engine has no output <c>logits</c>, or fewer embeddings than the tokenizer has pieces.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of what the engine takes.</exception>
    public SentenceTagger(IInferenceEngine engine, BertTokenizer tokenizer, LabelSet labels, TaggerOptions options)
    {
        var info = engine.Info;
        if (!info.Outputs.Contains(Logits))
            throw new InvalidInputException(InputKind.Model, null, $"the model's outputs are {string.Join(", ", info.Outputs)}; a tagger has {Logits}");
        if (tokenizer.Vocabulary.Count > info.VocabularySize)
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"the tokenizer has {tokenizer.Vocabulary.Count} pieces, but the model has embeddings for {info.VocabularySize} only");
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.WindowLength, info.MaxPositions);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchTokens, 1);
        var window = options.WindowLength == 0 ? Math.Min(info.MaxPositions, UsualPositions) : options.WindowLength;
        (_labels, _options) = (labels, options);
        (_padId, _concurrency) = (tokenizer.Vocabulary.PadId, Math.Max(1, info.UsefulRequests));
        _encoder = new SentenceEncoder(tokenizer, window);
        _decoder = new LegalPathDecoder(labels);
        _requests = new RequestPool(engine);
    }

    /// <summary>Labels sentences of given words; results are in their order, every word has exactly one label.</summary>
    /// <param name="sentences">The words of each sentence.</param>
    /// <param name="progress">Gets the number of finished sentences as it grows.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="InvalidInputException">The model gives another number of logits than there are labels, or a logit that is not finite.</exception>
    public IReadOnlyList<TaggedSentence> Tag(
        IReadOnlyList<IReadOnlyList<string>> sentences, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var encoded = new IReadOnlyList<EncodedSentence>[sentences.Count];
        Parallel.For(0, encoded.Length, i => encoded[i] = _encoder.Encode(sentences[i]));
        var logits = sentences.Select(words => new float[words.Count * _labels.Count]).ToArray();
        var finished = new SentenceProgress(encoded, progress);
        RunAll(WindowBatch.Group(encoded, _options.BatchTokens), batch =>
        {
            var tokens = batch.Pad(_padId);
            _requests.Run(tokens, request => Collect(batch, tokens, request.Output(Logits), logits));
            finished.Add(batch);
        }, cancellation);
        return [.. logits.Select((scores, i) => new TaggedSentence(_decoder.Decode(scores, sentences[i].Count, _options.Decode), scores))];
    }

    /// <summary>Frees the engine's requests that are kept for the next call.</summary>
    public void Dispose() => _requests.Dispose();

    private void RunAll(IReadOnlyList<WindowBatch> batches, Action<WindowBatch> run, CancellationToken cancellation)
    {
        // A batch at a time to each worker: batches differ in cost, and the longest come first.
        var source = Partitioner.Create(batches, EnumerablePartitionerOptions.NoBuffering);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _concurrency, CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(source, parallel, run);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    // output [rows, length, labels]: the logits of each counted word's first piece go to its sentence.
    private void Collect(WindowBatch batch, TokenBatch tokens, ReadOnlySpan<float> output, float[][] logits)
    {
        var labels = _labels.Count;
        if (output.Length != tokens.Rows * tokens.Length * labels)
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"the model gives {output.Length / (double)(tokens.Rows * tokens.Length)} logits for a piece, but there are {labels} labels");
        }
        for (var row = 0; row < batch.Windows.Count; row++)
        {
            var (sentence, window) = batch.Windows[row];
            for (var word = window.CountedFrom; word < window.CountedTo; word++)
            {
                var scores = output.Slice((row * tokens.Length + window.PositionOf(word)) * labels, labels);
                foreach (var score in scores)
                {
                    if (!float.IsFinite(score))
                        throw new InvalidInputException(InputKind.Model, null, $"the model gives a logit of {score} in sentence {sentence}, word {word}");
                }
                scores.CopyTo(logits[sentence].AsSpan(word * labels));
            }
        }
    }
}
