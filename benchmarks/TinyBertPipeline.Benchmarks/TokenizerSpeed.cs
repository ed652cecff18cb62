using System.Text.Json.Nodes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Benchmarks;

/// <summary>Measures <see cref="TokenizerBenchmarks"/> and writes pieces a second and bytes a piece.</summary>
internal static class TokenizerSpeed
{
    public static void Write(string name)
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(25);
        var summary = BenchmarkRunner.Run<TokenizerBenchmarks>(DefaultConfig.Instance.AddJob(job));
        var rows = summary.Reports.Where(report => report.ResultStatistics is not null).GroupBy(Language).SelectMany(Rows).ToList();
        BenchmarkResult.Write(name, "dotnet run -c Release --project benchmarks/TinyBertPipeline.Benchmarks -- tokenizer docs/results/tokenizer-speed",
            "Speed of the tokenizer",
            "Paragraphs encoded one by one on one thread, by tokenizers with the same vocabulary and the same pieces; medians by BenchmarkDotNet. "
            + "Buffer, arrays and given words are the own tokenizer's ways, all with offsets; FastBertTokenizer has none. "
            + "Hugging Face's library is called through its .NET wrapper.",
            rows);
    }

    private static string Language(BenchmarkReport report) => (string)report.BenchmarkCase.Parameters[nameof(TokenizerBenchmarks.Language)];

    private static IEnumerable<JsonObject> Rows(IGrouping<string, BenchmarkReport> reports)
    {
        var (tokenizer, texts) = TokenizerTexts.Load(reports.Key);
        var buffer = new PieceBuffer();
        var pieces = texts.Sum(text =>
        {
            tokenizer.Encode(text, buffer);
            return (double)buffer.Count;
        });
        var speeds = reports.ToDictionary(
            report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name, report => pieces / report.ResultStatistics!.Median * 1e9);
        foreach (var report in reports)
        {
            var way = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
            yield return new JsonObject
            {
                ["text"] = reports.Key,
                ["tokenizer"] = way is nameof(TokenizerBenchmarks.FastBert) or nameof(TokenizerBenchmarks.HuggingFace) ? way : "own",
                ["way"] = way,
                ["medianMs"] = Math.Round(report.ResultStatistics!.Median / 1e6, 2),
                ["piecesPerSecond"] = Math.Round(speeds[way]),
                ["timesFastBert"] = Math.Round(speeds[way] / speeds[nameof(TokenizerBenchmarks.FastBert)], 2),
                ["timesHuggingFace"] = speeds.TryGetValue(nameof(TokenizerBenchmarks.HuggingFace), out var slow)
                    ? Math.Round(speeds[way] / slow, 2)
                    : null,
                ["bytesPerPiece"] = Math.Round((report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / pieces, 2),
            };
        }
    }
}
