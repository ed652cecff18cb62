using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Cli.Commands;

internal static class EvaluateCommand
{
    private const int ShownItems = 10;

    private static readonly JsonSerializerOptions _oneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Option<string?> _mode = new("--mode") { Description = "taggers: strict (the usual one), or default as in seqeval (conlleval)" };

    private static readonly Option<bool> _errors = new("--errors")
    {
        Description = "also what is wrong: nervaluate's counts, confusions, borders, scores by properties of the entities, calibration, the worst items",
    };

    private static readonly Option<string?> _train = new("--train")
    {
        Description = "the file that the model was trained on: errors are also split by what it had seen",
        HelpName = "FILE",
    };

    private static readonly Option<string?> _instances = new("--instances")
    {
        Description = "write each item with gold, predicted and what became of each entity to this file, a JSON object a line",
        HelpName = "FILE",
    };

    private static readonly Option<string?> _html = new("--html")
    {
        Description = "write scores, errors, items, calibration and learning curves to this file: one page, no network, no script",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new("evaluate", """
            Score a bundle on a labelled file: entity precision, recall and F1 of a tagger; accuracy, macro F1 and confusion of a classifier.
            Example: tinybert evaluate artifacts/student --data dev_data --engine openvino
                     tinybert evaluate artifacts/student --data dev_data --train train_data --html report.html
            """)
        {
            DataArguments.Data, ModelArguments.Engine, ModelArguments.Precision, ModelArguments.Threads, ModelArguments.Streams, _mode,
            DataArguments.AsText, _errors, _train, _instances, _html, ModelArguments.Decode, ModelArguments.OperatingPoint, ModelArguments.Window,
            ModelArguments.Words, CommonOptions.Csv, CommonOptions.OpenVino,
        };
        ModelArguments.AddTo(command, readsLabels: true);
        DataArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var file = DataArguments.PathOf(arguments);
            var bundle = ModelArguments.Open(arguments);
            var data = EvaluationRun.Read(bundle, file, DataArguments.Read(arguments), ConsoleMessages.Instance);
            var training = arguments.GetValue(_train) is { } train ? bundle.Task.Read(train, DataArguments.Read(arguments)) : null;
            using var progress = new TextProgress();
            var evaluation = EvaluationRun.Run(
                bundle, data, arguments.GetValue(ModelArguments.Engine)!, ModelArguments.Engines(arguments, EngineSettings.Throughput),
                arguments.GetValue(DataArguments.AsText), progress, cancellation);
            var report = evaluation.Data.Report(evaluation.Predictions, arguments.GetValue(_mode));
            var errors = evaluation.Data.Errors(evaluation.Predictions, training);
            WriteFiles(arguments, bundle, evaluation, report, errors);
            var shown = arguments.GetValue(_errors) ? errors : null;
            new CommandOutput(arguments).Write(ToJson(evaluation, report, shown), () => ToReport(evaluation, report, shown));
            return Task.CompletedTask;
        });
        return command;
    }

    private static void WriteFiles(ParseResult arguments, Bundle bundle, TaskEvaluation evaluation, ITaskReport report, ITaskErrors? errors)
    {
        if (arguments.GetValue(CommonOptions.Csv) is { } table)
        {
            var (columns, rows) = report.ToTable();
            CsvTable.Write(table, columns, rows);
        }
        if (arguments.GetValue(_instances) is { } instances)
            AtomicFile.WriteText(instances, string.Concat((errors?.Instances() ?? []).Select(instance => instance.ToJsonString(_oneLine) + "\n")));
        if (arguments.GetValue(_html) is not { } page) return;
        EvaluationPage.Write(page, bundle, evaluation, report, errors, new CommandOutput(arguments).CommandLine);
        CommandOutput.Note($"report: {page}");
    }

    private static JsonObject ToJson(TaskEvaluation evaluation, ITaskReport report, ITaskErrors? errors)
    {
        var json = new JsonObject { ["data"] = evaluation.Data.Path };
        foreach (var (name, count) in evaluation.Data.Counts) json[name] = count;
        foreach (var (name, value) in report.ToJson()) json[name] = value?.DeepClone();
        if (evaluation.Text is { } text) json["text"] = text.ToJson();
        if (errors is not null) json["errors"] = errors.ToJson();
        return json;
    }

    private static Report ToReport(TaskEvaluation evaluation, ITaskReport report, ITaskErrors? errors)
    {
        var shown = Report.OfCode(report.ToText());
        if (evaluation.Text is { } text) shown.Text(text.ToString());
        return errors is null ? shown : shown.Append(errors.ToReport(ShownItems));
    }
}
