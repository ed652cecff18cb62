using BenchmarkDotNet.Running;
using TinyBertPipeline.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(TokenizerBenchmarks), typeof(DecoderBenchmarks)]).Run(args);
