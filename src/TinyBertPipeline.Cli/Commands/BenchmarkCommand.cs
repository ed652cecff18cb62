using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Cli.Commands;

internal static class BenchmarkCommand
{
    public static Command Create()
    {
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
        Option<int> iterations = new("--iterations") { Description = "measured runs of each engine", DefaultValueFactory = _ => 100 };
        Option<int> batch = new("--batch") { Description = "sequences in a batch", DefaultValueFactory = _ => 16 };
        Option<int> length = new("--length") { Description = "pieces in a sequence", DefaultValueFactory = _ => 128 };
        Option<string?> csv = new("--csv") { Description = "also write the measurements to this CSV file", HelpName = "FILE" };
        Option<string?> report = new("--report")
        {
            Description = "also write NAME.md and NAME.json with the figures, command, date and CPU",
            HelpName = "DIR/NAME",
        };
        Command command = new("benchmark", "Time engines side by side, run by run in turn; 100 iterations of a 16x128 batch by default.\nExample: tinybert benchmark artifacts/student --random bert-base")
        {
            bundles, random, engines, iterations, batch, length, csv, report, CommonOptions.Labels,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments);
            var presets = arguments.GetValue(random)!;
            using var scratch = new ScratchFolder();
            var measured = new List<(string, Bundle)>();
            var names = arguments.GetValue(engines) is { Length: > 0 } given ? given : null;
            var isQuantized = names?.Intersect(EngineName.Quantized).Any() ?? false;
            foreach (var preset in presets) measured.Add((preset, await BenchmarkRun.CreateRandomAsync(preset, scratch.Sub(preset), isQuantized)));
            foreach (var folder in arguments.GetValue(bundles)!) measured.Add((Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), SharedArguments.Open(arguments, folder)));
            if (measured.Count == 0) throw new InvalidInputException(InputKind.Configuration, null, "name a bundle, or a preset with --random, for example --random bert-base");

            var options = new BenchmarkOptions { Iterations = arguments.GetValue(iterations), Batch = arguments.GetValue(batch), Length = arguments.GetValue(length) };
            using var bar = new BenchmarkBar();
            var result = BenchmarkRun.Run(measured, names, SharedArguments.EngineChoice(arguments), options, bar, cancellation);
            bar.Dispose();
            if (arguments.GetValue(csv) is { } path) BenchmarkCsv.Write(path, [result]);
            if (arguments.GetValue(report) is { } name)
            {
                new ResultFile(output.CommandLine, DateOnly.FromDateTime(DateTime.UtcNow), MachineText.Describe(result.Machine), BenchmarkTable.Rows(result))
                    .Write(Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetFileName(name), $"Benchmark: {options.Iterations} iterations of {options.Batch}x{options.Length}", BenchmarkTable.Report(result));
            }
            output.Write(new JsonObject { ["rows"] = new JsonArray([.. BenchmarkTable.Rows(result)]), ["cpu"] = result.Machine.Cpu.Model }, () => BenchmarkTable.Format(result));
        });
        return command;
    }
}
