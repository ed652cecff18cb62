using BenchmarkDotNet.Attributes;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Benchmarks;

/// <summary>Decoding random logits of a sentence of 64 words and 25 labels.</summary>
[MemoryDiagnoser]
public class DecoderBenchmarks
{
    private const int Words = 64;
    private readonly LegalPathDecoder _decoder;
    private readonly float[] _logits;

    public DecoderBenchmarks()
    {
        var labels = LabelSet.FromTypes(["A", "B", "C", "D", "E", "F"]);
        var random = new Random(1);
        _decoder = new LegalPathDecoder(labels);
        _logits = [.. Enumerable.Range(0, Words * labels.Count).Select(_ => random.NextSingle())];
    }

    [Benchmark]
    public int[] Viterbi() => _decoder.Decode(_logits, Words, DecodeMode.Viterbi);

    [Benchmark(Baseline = true)]
    public int[] Argmax() => _decoder.Decode(_logits, Words, DecodeMode.Argmax);
}
