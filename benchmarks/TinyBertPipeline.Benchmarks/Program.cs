using BenchmarkDotNet.Running;
using TinyBertPipeline.Benchmarks;

// `tokenizer NAME` and `vocabulary NAME` write NAME.md and NAME.json; everything else goes to BenchmarkDotNet.
if (args is ["tokenizer", var speed]) TokenizerSpeed.Write(speed);
else if (args is ["vocabulary", var figures]) VocabularyFigures.Write(figures);
else BenchmarkSwitcher.FromTypes([typeof(TokenizerBenchmarks), typeof(DecoderBenchmarks)]).Run(args);
