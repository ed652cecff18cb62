using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Pretraining.Text;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>What a pre-training starts from: tokenizer, sizes, weights and text as pieces.</summary>
internal sealed class PretrainingInputs : IDisposable
{
    private readonly PretrainingOptions _options;
    private readonly BertWeights? _weights;
    private readonly TextEncoding _text;
    private readonly WordPieces _words;

    private PretrainingInputs(
        PretrainingOptions options, BertTokenizer tokenizer, BertConfig config, BertWeights? weights, TextEncoding text)
    {
        (_options, Tokenizer, Config, _weights, _text) = (options, tokenizer, config, weights, text);
        _words = new WordPieces(tokenizer.Vocabulary);
        Masker = new TokenMasker(tokenizer.Vocabulary, _words, options.MaskRate, options.WholeWords);
    }

    /// <summary>The tokenizer.</summary>
    public BertTokenizer Tokenizer { get; }

    /// <summary>The sizes, as they are written.</summary>
    public BertConfig Config { get; }

    /// <summary>Hides pieces.</summary>
    public TokenMasker Masker { get; }

    /// <summary>Whether the model to go on with has no head for hidden pieces, so that it gets a new one.</summary>
    public bool HasNewHead => _weights is not null && !PretrainingModel.HasHead(_weights);

    /// <summary>Pieces of the text that is learnt from.</summary>
    public long LearntPieces => _text.Learnt.Pieces.Count;

    /// <summary>The files that decide the result.</summary>
    public static RunInputs Hash(PretrainingOptions options)
    {
        var inputs = new RunInputs();
        inputs.AddFiles("raw", RawTextReader.FindFiles(options.Raw));
        if (options.Validation.Count > 0) inputs.AddFiles("validation", RawTextReader.FindFiles(options.Validation));
        inputs.AddModel("model", options.Model);
        if (options.Model is null) inputs.AddTokenizer("tokenizer", options.Tokenizer);
        return inputs;
    }

    /// <exception cref="InvalidInputException">The model, the tokenizer or the text is not fit.</exception>
    public static PretrainingInputs Read(PretrainingOptions options, ITrainingProgress progress, CancellationToken cancellation)
    {
        var tokenizer = BertTokenizer.Load(options.Model ?? options.Tokenizer!, progress);
        var config = options.Model is null
            ? ModelSize.Parse(options.Size).NewConfig(tokenizer.Vocabulary.Count, tokenizer.Vocabulary.PadId)
            : BertConfig.Load(options.Model);
        ThrowIfUnfit(options, tokenizer, config);
        var weights = options.Model is null ? null : BertWeights.Load(options.Model, config, PretrainingModel.HeadSlots(config));
        // Two sentences of a pair have to fit the shortest sequence.
        var shortest = options.ShortLength > 0 ? options.ShortLength : options.Length;
        var borders = options.LearnsNextSentence ? new SentenceBorders((shortest - 3) / 2) : null;
        var text = new TextEncoding(tokenizer, options.Out, borders, options.Validation.Count > 0 ? 0 : options.ValidationPieces);
        var inputs = new PretrainingInputs(options, tokenizer, config, weights, text);
        try
        {
            inputs.ReadText(progress, cancellation);
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
        return inputs;
    }

    /// <summary>The network at the start.</summary>
    public PretrainingModel CreateNetwork(ITrainingProgress progress)
    {
        var config = Config with { HiddenDropout = _options.Dropout, AttentionDropout = _options.Dropout };
        var network = new PretrainingModel(config, _options.LearnsNextSentence, _options.Seed);
        var missing = _weights is null ? null : network.LoadWeights(_weights);
        if (missing is null || missing.Any(name => name.StartsWith("cls.predictions.", StringComparison.Ordinal)))
            network.StartHead(_text.Counts, asIdentity: missing is not null);
        if (missing is { Count: > 0 }) progress.Note($"{_options.Model}: has no {string.Join(", ", missing)}; they start anew");
        return network;
    }

    /// <summary>The sequences that are learnt from.</summary>
    public IPieceSequences Learnt(int length) => Sequences(_text.Learnt, length);

    /// <summary>The sequences that are held out.</summary>
    public IPieceSequences Held() => Sequences(_text.Held, _options.Length);

    public void Dispose() => _text.Dispose();

    private static void ThrowIfUnfit(PretrainingOptions options, BertTokenizer tokenizer, BertConfig config)
    {
        if (config.VocabularySize < tokenizer.Vocabulary.Count)
        {
            throw new InvalidInputException(InputKind.Model, options.Model,
                $"has {config.VocabularySize} word embeddings, its tokenizer {tokenizer.Vocabulary.Count} pieces");
        }
        if (config.MaxPositions < options.Length)
        {
            throw new InvalidInputException(
                InputKind.Configuration, null, $"length: {options.Length}; the model has {config.MaxPositions} positions");
        }
        if (options.LearnsNextSentence && config.TypeVocabularySize < 2)
            throw new InvalidInputException(InputKind.Configuration, null, "nextSentence: the model has one segment, a pair needs two");
    }

    private void ReadText(ITrainingProgress progress, CancellationToken cancellation)
    {
        _text.Add(RawTextReader.FindFiles(_options.Raw), cancellation);
        if (_options.Validation.Count > 0) _text.AddHeld(RawTextReader.FindFiles(_options.Validation), cancellation);
        if (_text.Learnt.Pieces.Count == 0 || _text.Held.Pieces.Count == 0)
        {
            throw new InvalidInputException(InputKind.Data, _options.Raw[0], $"is one document of {LearntPieces} pieces; "
                + "a part has to be held out: part documents by blank lines, or name validation text");
        }
        if (_options.LearnsNextSentence && _text.Learnt.Documents < 2)
        {
            throw new InvalidInputException(InputKind.Data, _options.Raw[0],
                "has one document to learn from; pairs need two: part documents by blank lines, or set nextSentence to false");
        }
        progress.Note(FormattableString.Invariant($"{LearntPieces} pieces to learn from, {_text.Held.Pieces.Count} held out"));
    }

    private IPieceSequences Sequences(PieceText text, int length) => _options.LearnsNextSentence
        ? new SentencePairs(text, Tokenizer.Vocabulary, length, _options.Seed)
        : new PackedRows(text, Tokenizer.Vocabulary, _words, length);
}
