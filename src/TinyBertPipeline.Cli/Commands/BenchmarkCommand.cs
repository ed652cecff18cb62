using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Cli.Commands;

internal static class BenchmarkCommand
{
    public static Command Create()
    {
        var defaults = new BenchmarkOptions();
        Argument<string[]> bundles = new("bundles")
        {
            Description = "bundles to measure, exported and converted",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string[]> random = new("--random")
        {
            Description = $"also measure random weights of a preset: {string.Join(", ", BertPresets.Names)}",
            HelpName = "PRESET",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> engines = new("--engines")
        {
            Description = $"engines, of {EngineName.Choices}; the first is what the others are compared with "
                + $"(default: {string.Join(", ", BenchmarkRun.DefaultEngines)}, and those of a quantized model where there is one)",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int> iterations = new("--iterations") { Description = "measured runs of each engine", DefaultValueFactory = _ => defaults.Iterations };
        Option<int> batch = new("--batch") { Description = "sequences in a batch", DefaultValueFactory = _ => defaults.Batch };
        Option<int> length = new("--length") { Description = "pieces in a sequence", DefaultValueFactory = _ => defaults.Length };
        Command command = new("benchmark", """
            Time engines side by side, run by run in turn; 100 iterations of a 16x128 batch by default.
            With --grid, several forms of batches and precisions; with --profile, where the time goes, layer by layer; with --text, the whole
            way from texts to entities.
            Example: tinybert benchmark artifacts/student --random bert-base
            Example: tinybert benchmark artifacts/student --grid 1x32 8x64 16x128 --precision f32 bf16 int8 --mode throughput
            Example: tinybert benchmark artifacts/student --profile --precision f32 int8 --iterations 20
            Example: tinybert benchmark artifacts/student --text texts.txt --precision f32 int8
            """)
        {
            bundles, random, engines, iterations, batch, length, CommonOptions.Csv, CommonOptions.Report, CommonOptions.OpenVino,
            ModelArguments.OperatingPoint, ModelArguments.Labels, ModelArguments.Task,
        };
        BenchmarkWays.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments);
            var names = arguments.GetValue(engines) is { Length: > 0 } given ? given : null;
            BenchmarkWays.ThrowIfUnused(arguments, iterations, batch, length);
            ModelArguments.ThrowIfNotOpenVino(arguments, names ?? BenchmarkRun.DefaultEngines);
            var options = new BenchmarkOptions
            {
                Iterations = arguments.GetValue(iterations),
                Batch = arguments.GetValue(batch),
                Length = arguments.GetValue(length),
            };
            using var bar = new BenchmarkBar();
            if (BenchmarkWays.TryRun(arguments, bundles, random, names, options, output, bar, cancellation)) return Task.CompletedTask;
            var result = BenchmarkRun.Run(
                [.. arguments.GetValue(bundles)!.Select(folder => ModelArguments.Open(arguments, folder))], arguments.GetValue(random)!, names,
                ModelArguments.Engines(arguments), options, bar, cancellation);
            bar.Dispose();
            if (arguments.GetValue(CommonOptions.Csv) is { } path) BenchmarkCsv.Write(path, [result]);
            var rows = BenchmarkTable.Of(result).ToJson();
            if (arguments.GetValue(CommonOptions.Report) is { } name)
            {
                ResultFile.Of(output.CommandLine, rows).Write(
                    Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetFileName(name),
                    $"Benchmark: {options.Iterations} iterations of {options.Batch}x{options.Length}", BenchmarkTable.ToPublished(result));
            }
            output.Write(new JsonObject { ["rows"] = new JsonArray([.. rows]), ["cpu"] = result.Machine.Cpu.Model }, () => BenchmarkTable.ToReport(result));
            return Task.CompletedTask;
        });
        return command;
    }
}
