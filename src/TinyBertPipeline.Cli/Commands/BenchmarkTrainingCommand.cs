using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Reports;
using TinyBertPipeline.Training.Benchmarking;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Cli.Commands;

internal static class BenchmarkTrainingCommand
{
    public static Command Create()
    {
        Option<string?> train = new("--train") { Description = "labelled file to train on (default: the demo's sentences)", HelpName = "FILE" };
        Option<string?> model = new("--model") { Description = "Hugging Face folder of a BERT to fine-tune (default: random weights)", HelpName = "DIR" };
        Option<string> teacher = new("--teacher")
        {
            Description = $"size without --model: {string.Join(", ", BertPresets.Names)}, or layers,hidden,heads,intermediate",
            HelpName = "PRESET",
            DefaultValueFactory = _ => new FineTuningOptions().Size,
        };
        Option<string?> head = new("--head") { Description = $"the tagger's head: {string.Join(", ", HeadNames.All)}", HelpName = "HEAD" };
        Option<string> student = new("--student", "--size") { Description = "size of the student", HelpName = "PRESET", DefaultValueFactory = _ => "tiny-4x312" };
        Option<string?> compare = new("--compare")
        {
            Description = "plain: also time a loop as people write it with PyTorch (batches of 32, padding to their longest, autocast, a fused AdamW)",
        };
        compare.AcceptOnlyFromAmong("plain");
        Option<string?> task = new("--task") { Description = "fine-tuning, distillation or pretraining (default: all)" };
        task.AcceptOnlyFromAmong(
            TrainingBenchmarkOptions.FineTuningTask, TrainingBenchmarkOptions.DistillationTask, TrainingBenchmarkOptions.PretrainingTask);
        Option<string[]> raw = new("--raw")
        {
            Description = "pretraining: raw text (default: the training sentences)",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<int> sentences = new("--sentences") { Description = "sentences to train on", DefaultValueFactory = _ => 128 };
        Option<int> passes = new("--passes") { Description = "measured passes over them", DefaultValueFactory = _ => 5 };
        Option<TrainingPrecision> precision = new("--precision") { Description = "matrix products of the product's loop: auto, float32, bfloat16" };
        Command command = new("benchmark-training", """
            Word pieces a second of fine-tuning, distillation and pre-training, and where the time goes.
            Example: tinybert benchmark-training --compare plain --train train_data --model models/bert-base-uncased
            """) { train, model, task, raw, teacher, head, student, compare, sentences, passes, precision, CommonOptions.Report, CommonOptions.Inputs };
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments);
            string Input(string path) => InputsRoot.Resolve(path, InputsRoot.Choose(arguments.GetValue(CommonOptions.Inputs)));
            if (CommonOptions.IsGiven(arguments, raw) && arguments.GetValue(task) is not (null or TrainingBenchmarkOptions.PretrainingTask))
                throw new InvalidInputException(InputKind.Configuration, null, "--raw is the text of --task pretraining");
            using var scratch = new ScratchFolder();
            var options = new TrainingBenchmarkOptions
            {
                FineTuning = new FineTuningOptions
                {
                    Train = arguments.GetValue(train) is { } file ? Input(file) : "",
                    Model = arguments.GetValue(model) is { } folder ? Input(folder) : null,
                    Size = arguments.GetValue(teacher)!,
                    Head = arguments.GetValue(head),
                    Precision = arguments.GetValue(precision),
                },
                Task = arguments.GetValue(task),
                Raw = [.. arguments.GetValue(raw)!.Select(Input)],
                Size = arguments.GetValue(student)!,
                Sentences = arguments.GetValue(sentences),
                Passes = arguments.GetValue(passes),
                ComparePlain = arguments.GetValue(compare) is not null,
            };
            var speeds = TrainingBenchmarkRun.Run(options, scratch.Sub("inputs"), ConsoleMessages.Instance, cancellation);
            var rows = TrainingBenchmarkTable.Of(speeds).ToJson();
            var result = ResultFile.Of(output.CommandLine, rows);
            if (arguments.GetValue(CommonOptions.Report) is { } name)
                result.Write(Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetFileName(name), "Speed of training", TrainingBenchmarkTable.ToReport(speeds));
            output.Write(new JsonObject { ["rows"] = new JsonArray([.. rows]), ["cpu"] = result.Cpu }, () => TrainingBenchmarkTable.ToReport(speeds));
            return Task.CompletedTask;
        });
        return command;
    }
}
