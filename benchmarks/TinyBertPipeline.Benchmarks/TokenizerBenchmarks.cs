using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Benchmarks;

/// <summary>Encoding texts one by one on one thread, by the own tokenizer and by others with the same vocabulary.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls Cleanup")]
public class TokenizerBenchmarks
{
    private readonly PieceBuffer _buffer = new();
    private readonly long[][] _rows = [new long[1 << 20], new long[1 << 20], new long[1 << 20]];
    private string[] _texts = [];
    private string[][] _words = [];
    private BertTokenizer _tokenizer = null!;
    private FastBertTokenizer.BertTokenizer _fastBert = null!;
    private Tokenizers.DotNet.Tokenizer? _huggingFace;

    [Params("en", "zh")]
    public string Language { get; set; } = "en";

    [GlobalSetup]
    public void Setup()
    {
        (_tokenizer, _texts) = TokenizerTexts.Load(Language);
        _words = [.. _texts.Select(text => _tokenizer.SplitWords(text).Select(word => text[word.Start..word.End]).ToArray())];
        using var folder = new ScratchFolder();
        _tokenizer.Save(folder.Path);
        _fastBert = new FastBertTokenizer.BertTokenizer();
        using (var vocabulary = File.OpenText(folder.Sub("vocab.txt"))) _fastBert.LoadVocabulary(vocabulary, _tokenizer.Options.Lowercase);
        if (OperatingSystem.IsLinux()) _huggingFace = new Tokenizers.DotNet.Tokenizer(folder.Sub("tokenizer.json"));
    }

    [GlobalCleanup]
    public void Cleanup() => _huggingFace?.Dispose();

    /// <summary>Pieces with offsets and words, into a buffer.</summary>
    [Benchmark]
    public int Buffer()
    {
        var pieces = 0;
        foreach (var text in _texts)
        {
            _tokenizer.Encode(text, _buffer);
            pieces += _buffer.Count;
        }
        return pieces;
    }

    /// <summary>Pieces with offsets and words, in arrays of their own.</summary>
    [Benchmark]
    public int Arrays() => _texts.Sum(text => _tokenizer.Encode(text).Ids.Length);

    /// <summary>Given words, into a buffer.</summary>
    [Benchmark]
    public int GivenWords()
    {
        var pieces = 0;
        foreach (var words in _words)
        {
            _tokenizer.EncodeWords(words, _buffer);
            pieces += _buffer.Count;
        }
        return pieces;
    }

    /// <summary>Ids, masks and types into arrays of the caller; no offsets.</summary>
    [Benchmark(Baseline = true)]
    public int FastBert() => _texts.Sum(text => _fastBert.Encode(text, _rows[0], _rows[1], _rows[2]));

    /// <summary>Ids; the library finds offsets too.</summary>
    [Benchmark]
    public int HuggingFace() => _huggingFace is { } library
        ? _texts.Sum(text => library.Encode(text).Length)
        : throw new PlatformNotSupportedException("Tokenizers.DotNet is referenced for Linux only");
}
