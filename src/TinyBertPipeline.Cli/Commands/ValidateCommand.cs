using System.CommandLine;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Cli.Commands;

internal static class ValidateCommand
{
    public static Command Create()
    {
        Option<double> limit = new("--max-logit-difference")
        {
            Description = "largest difference of a float engine that passes (exit 6 above it)",
            DefaultValueFactory = _ => ParityReport.UsualDifference,
        };
        Option<double> divergence = new("--max-divergence")
        {
            Description = "largest mean KL divergence of an INT8 engine that passes (exit 6 above it)",
            DefaultValueFactory = _ => ParityReport.UsualDivergence,
        };
        Option<string[]> engines = new("--engines")
        {
            Description = $"engines to compare, of {EngineName.Choices}; the first that opens is the reference",
            DefaultValueFactory = _ => [.. EngineName.Float],
            AllowMultipleArgumentsPerToken = true,
        };
        Command command = new("validate", """
            Prove that all engines agree on a labelled file: logits, labels and score.
            Example: tinybert validate artifacts/student --data dev_data
            """)
        {
            DataArguments.Data, limit, divergence, engines, DataArguments.AsText, ModelArguments.Decode, ModelArguments.OperatingPoint,
            ModelArguments.Window, ModelArguments.Words, CommonOptions.OpenVino,
        };
        ModelArguments.AddTo(command, readsLabels: true);
        DataArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var path = DataArguments.PathOf(arguments);
            var bundle = ModelArguments.Open(arguments);
            var data = EvaluationRun.Read(bundle, path, DataArguments.Read(arguments), ConsoleMessages.Instance);
            var report = ParityRun.Run(
                bundle, data, arguments.GetValue(engines)!, ModelArguments.Engines(arguments), arguments.GetValue(DataArguments.AsText), cancellation);
            new CommandOutput(arguments).Write(report.ToJson(), report.ToReport);
            RemedyText.NoteLeftOut(report.Parity.Select(row => row.Skipped));
            report.ThrowIfAbove(arguments.GetValue(limit), arguments.GetValue(divergence));
            return Task.CompletedTask;
        });
        return command;
    }
}
