using System.Text.Json.Nodes;

namespace TinyBertPipeline.Benchmarks;

/// <summary>
/// Runs the ways of <see cref="TokenizerBenchmarks"/> in turn and writes pieces a second of processor time and bytes a piece: a figure for a
/// machine that does other things as well. BenchmarkDotNet measures the same ways one after the other.
/// </summary>
internal static class TokenizerSpeed
{
    private const int Rounds = 15;

    public static void Write(string name) => BenchmarkResult.Write(
        name, "dotnet run -c Release --project benchmarks/TinyBertPipeline.Benchmarks -- tokenizer docs/results/tokenizer-speed", "Speed of the tokenizer",
        $"Paragraphs encoded one by one on one thread, by tokenizers with the same vocabulary; {Rounds} rounds in turn, medians of processor time, "
        + "as the machine was busy with other work. Buffer, arrays and given words are the own tokenizer's ways, all with offsets; FastBertTokenizer "
        + "has none. Hugging Face's library is called through its .NET wrapper. BenchmarkDotNet runs the same with `-- --filter '*Tokenizer*'`.",
        [.. new[] { "en", "zh" }.SelectMany(Measure)]);

    private static IEnumerable<JsonObject> Measure(string language)
    {
        var benchmarks = new TokenizerBenchmarks { Language = language };
        benchmarks.Setup();
        (string Way, Func<int> Run)[] ways =
        [
            (nameof(TokenizerBenchmarks.Buffer), benchmarks.Buffer),
            (nameof(TokenizerBenchmarks.Arrays), benchmarks.Arrays),
            (nameof(TokenizerBenchmarks.GivenWords), benchmarks.GivenWords),
            (nameof(TokenizerBenchmarks.FastBert), benchmarks.FastBert),
            .. OperatingSystem.IsLinux() ? new (string, Func<int>)[] { (nameof(TokenizerBenchmarks.HuggingFace), benchmarks.HuggingFace) } : [],
        ];
        foreach (var (_, run) in ways.Concat(ways)) run();       // compiled and cached
        var seconds = ways.Select(_ => new List<double>()).ToArray();
        var bytes = new long[ways.Length];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                var way = (i + round) % ways.Length;
                var (start, allocated) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
                ways[way].Run();
                seconds[way].Add((Environment.CpuUsage.TotalTime - start).TotalSeconds);
                bytes[way] = GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
        }
        benchmarks.Cleanup();
        var pieces = (double)ways[0].Run();
        var speeds = ways.Index().ToDictionary(way => way.Item.Way, way => pieces / seconds[way.Index].Order().ElementAt(Rounds / 2));
        foreach (var (i, (way, _)) in ways.Index())
        {
            yield return new JsonObject
            {
                ["text"] = language,
                ["tokenizer"] = way is nameof(TokenizerBenchmarks.FastBert) or nameof(TokenizerBenchmarks.HuggingFace) ? way : "own",
                ["way"] = way,
                ["medianMs"] = Math.Round(1000 * pieces / speeds[way], 2),
                ["piecesPerSecond"] = Math.Round(speeds[way]),
                ["timesFastBert"] = Math.Round(speeds[way] / speeds[nameof(TokenizerBenchmarks.FastBert)], 2),
                ["timesHuggingFace"] = speeds.TryGetValue(nameof(TokenizerBenchmarks.HuggingFace), out var slow)
                    ? Math.Round(speeds[way] / slow, 2)
                    : null,
                ["bytesPerPiece"] = Math.Round(bytes[i] / pieces, 2),
            };
        }
    }
}
