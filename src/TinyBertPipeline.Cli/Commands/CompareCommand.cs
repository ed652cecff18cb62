using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Cli.Commands;

internal static class CompareCommand
{
    private const int UsualSamples = 10_000;

    public static Command Create()
    {
        Argument<string> first = new("a") { Description = "a bundle, or bundles of one model with several seeds, parted by commas" };
        Argument<string> second = new("b") { Description = "the bundle or bundles to compare with" };
        Option<int> samples = new("--samples") { Description = "samples of the bootstrap, and exchanges of the test", DefaultValueFactory = _ => UsualSamples };
        Option<double> level = new("--level") { Description = "share of the samples inside the interval", DefaultValueFactory = _ => new BootstrapOptions().Level };
        Option<int> seed = new("--seed") { Description = "seed of the random numbers", DefaultValueFactory = _ => new BootstrapOptions().Seed };
        Command command = new("compare", """
            Whether one model is better than another on a labelled file: the difference of their scores with its interval (paired bootstrap over
            items and seeds) and p (approximate randomisation).
            Example: tinybert compare artifacts/full-seed1,artifacts/full-seed2 artifacts/none-seed1,artifacts/none-seed2 --data dev_data
            """)
        {
            first, second, DataArguments.Data, samples, level, seed, ModelArguments.Engine, ModelArguments.Decode, ModelArguments.OperatingPoint,
            ModelArguments.Window, ModelArguments.Labels, ModelArguments.Task, CommonOptions.OpenVino,
        };
        DataArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var path = DataArguments.PathOf(arguments);
            var options = new BootstrapOptions { Samples = arguments.GetValue(samples), Level = arguments.GetValue(level), Seed = arguments.GetValue(seed) };
            if (options.Samples < 1) throw Invalid($"--samples {options.Samples}: expected 1 or more");
            if (!(options.Level > 0 && options.Level < 1)) throw Invalid($"--level {options.Level}: expected more than 0 and less than 1");
            var report = ComparisonRun.Run(
                Open(arguments, first), Open(arguments, second),
                bundle => EvaluationRun.Read(bundle, path, DataArguments.Read(arguments), ConsoleMessages.Instance),
                arguments.GetValue(ModelArguments.Engine)!, ModelArguments.Engines(arguments), options, cancellation);
            new CommandOutput(arguments).Write(report.ToJson(), report.ToReport);
            return Task.CompletedTask;
        });
        return command;
    }

    private static Bundle[] Open(ParseResult arguments, Argument<string> side)
    {
        var names = arguments.GetValue(side)!.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 ? Array.ConvertAll(names, folder => ModelArguments.Open(arguments, folder))
            : throw Invalid("name a bundle on each side");
    }

    private static InvalidInputException Invalid(string message) => new(InputKind.Configuration, null, message);
}
