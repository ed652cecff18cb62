using System.CommandLine;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Cli.Commands;

internal static class ValidateCommand
{
    public static Command Create()
    {
        var bundle = SharedArguments.BundleFolder();
        var data = SharedArguments.Data();
        Option<double> limit = new("--max-logit-difference")
        {
            Description = "largest difference of a float engine that passes (exit 6 above it)",
            DefaultValueFactory = _ => 1e-4,
        };
        Option<double> divergence = new("--max-divergence")
        {
            Description = "largest mean KL divergence of an INT8 engine that passes (exit 6 above it)",
            DefaultValueFactory = _ => QuantizationOptions.UsualRefusal,
        };
        Option<string[]> engines = new("--engines")
        {
            Description = $"engines to compare, of {EngineName.Choices}; the first that opens is the reference",
            DefaultValueFactory = _ => [.. EngineName.Float],
            AllowMultipleArgumentsPerToken = true,
        };
        var decode = SharedArguments.Decode();
        var scheme = SharedArguments.Scheme();
        Command command = new("validate", "Prove that all engines agree on a labelled file: logits, labels and F1.\nExample: tinybert validate artifacts/student --data dev_data")
        {
            bundle, data, limit, divergence, engines, decode, scheme, CommonOptions.Labels,
        };
        command.SetAction(arguments =>
        {
            var labelled = SharedArguments.Read(arguments.GetValue(data)!, arguments.GetValue(scheme));
            var choice = SharedArguments.EngineChoice(arguments, arguments.GetValue(decode));
            var report = ParityRun.Run(SharedArguments.Open(arguments, arguments.GetValue(bundle)!), labelled, arguments.GetValue(engines)!, choice, CommandOutput.Note);
            new CommandOutput(arguments).Write(report, () => ParityTable.Format(report));
            RemedyText.NoteLeftOut(report.Parity.Select(row => row.Skipped));
            report.ThrowIfAbove(arguments.GetValue(limit), arguments.GetValue(divergence));
        });
        return command;
    }
}
