using BenchmarkDotNet.Attributes;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Benchmarks;

/// <summary>Encoding the sentences of <c>data/example</c> with a vocabulary counted on them.</summary>
[MemoryDiagnoser]
public class TokenizerBenchmarks
{
    private string[][] _sentences = [];
    private string[] _texts = [];
    private BertTokenizer _tokenizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _sentences = [.. LabeledData.Read(ExampleData.File("train_data")).Sentences.Select(sentence => sentence.Words)];
        _texts = [.. _sentences.Select(words => string.Join(' ', words))];
        var options = new TokenizerOptions();
        _tokenizer = new BertTokenizer(VocabularyCounter.Count(_sentences, options, size: 2000), options);
    }

    [Benchmark]
    public int Texts() => _texts.Sum(text => _tokenizer.Encode(text).Ids.Length);

    [Benchmark]
    public int Words() => _sentences.Sum(words => _tokenizer.EncodeWords(words).Length);
}
