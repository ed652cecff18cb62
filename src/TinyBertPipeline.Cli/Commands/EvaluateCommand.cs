using System.CommandLine;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        var bundle = SharedArguments.BundleFolder();
        var data = SharedArguments.Data();
        Option<string> engine = new("--engine")
        {
            Description = EngineName.Choices,
            DefaultValueFactory = _ => EngineName.Onnx,
        };
        Option<EvaluationMode> mode = new("--mode")
        {
            Description = "strict, or default as in seqeval (conlleval)",
            DefaultValueFactory = _ => EvaluationMode.Strict,
        };
        Option<string?> csv = new("--csv") { Description = "also write the scores to this CSV file", HelpName = "FILE" };
        var decode = SharedArguments.Decode();
        var scheme = SharedArguments.Scheme();
        Command command = new("evaluate", "Entity precision, recall and F1 of a bundle on a labelled file.\nExample: tinybert evaluate artifacts/student --data dev_data --engine openvino")
        {
            bundle, data, engine, mode, decode, scheme, csv, CommonOptions.Labels,
        };
        command.SetAction(arguments =>
        {
            var labelled = SharedArguments.Read(arguments.GetValue(data)!, arguments.GetValue(scheme));
            var report = EvaluationRun.Run(
                SharedArguments.Open(arguments, arguments.GetValue(bundle)!), labelled, arguments.GetValue(engine)!,
                SharedArguments.EngineChoice(arguments, arguments.GetValue(decode))).Report(arguments.GetValue(mode));
            if (arguments.GetValue(csv) is { } path) EvaluationCsv.Write(path, report);
            new CommandOutput(arguments).Write(
                new { data = labelled.Path, sentences = labelled.Sentences.Count, words = labelled.WordCount, report.Micro, report.Macro, report.Weighted, report.PerType, report.Accuracy },
                () => report.ToText(4));
        });
        return command;
    }
}
