using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<string?> mode = new("--mode") { Description = "taggers: strict (the usual one), or default as in seqeval (conlleval)" };
        Command command = new("evaluate", """
            Score a bundle on a labelled file: entity precision, recall and F1 of a tagger; accuracy, macro F1 and confusion of a classifier.
            Example: tinybert evaluate artifacts/student --data dev_data --engine openvino
            """)
        {
            DataArguments.Data, ModelArguments.Engine, mode, ModelArguments.Decode, ModelArguments.OperatingPoint, ModelArguments.Window, CommonOptions.Csv, CommonOptions.OpenVino,
        };
        ModelArguments.AddTo(command, readsLabels: true);
        DataArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var file = DataArguments.PathOf(arguments);
            var bundle = ModelArguments.Open(arguments);
            var data = EvaluationRun.Read(bundle, file, DataArguments.Read(arguments), ConsoleMessages.Instance);
            var evaluation = EvaluationRun.Run(
                bundle, data, arguments.GetValue(ModelArguments.Engine)!, ModelArguments.Engines(arguments), cancellation: cancellation);
            var report = data.Report(evaluation.Predictions, arguments.GetValue(mode));
            if (arguments.GetValue(CommonOptions.Csv) is { } path)
            {
                var (columns, rows) = report.ToTable();
                CsvTable.Write(path, columns, rows);
            }
            var json = new JsonObject { ["data"] = data.Path };
            foreach (var (name, count) in data.Counts) json[name] = count;
            foreach (var (name, value) in report.ToJson()) json[name] = value?.DeepClone();
            new CommandOutput(arguments).Write(json, () => Report.OfCode(report.ToText()));
            return Task.CompletedTask;
        });
        return command;
    }
}
