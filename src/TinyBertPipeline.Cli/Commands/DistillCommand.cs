using System.CommandLine;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.General;
using TinyBertPipeline.Training.Distillation.Recipe;

namespace TinyBertPipeline.Cli.Commands;

internal static class DistillCommand
{
    private const string General = "general";

    public static Command Create()
    {
        Option<string[]> teacher = new("--teacher")
        {
            Description = "fine-tuned teacher: a bundle or any Hugging Face BERT tagger; several of one tokenizer and list of labels teach together: "
                + "all their predictions, and the hidden states and attention of the first",
            HelpName = "DIR",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> soft = new("--soft-labels")
        {
            Description = "JSON lines with words, labels and probabilities of any teacher, instead of --teacher",
            HelpName = "FILE",
        };
        Option<string?> train = new("--train") { Description = "labelled training file", HelpName = "FILE" };
        Option<string?> dev = new("--dev")
        {
            Description = "labelled development file; without one a tenth of the training file is held out by seed",
            HelpName = "FILE",
        };
        Option<string[]> raw = new("--raw")
        {
            Description = "raw text: .txt files or folders, a paragraph a line",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> student = new("--student", "--size")
        {
            Description = $"size: {string.Join(", ", BertPresets.Names)}, or layers,hidden,heads,intermediate",
            HelpName = "PRESET",
        };
        Option<string?> head = new("--head")
        {
            Description = $"taggers: the student's head, if another than its teacher's: {string.Join(", ", HeadNames.All)}",
            HelpName = "HEAD",
        };
        Option<string?> variant = new("--variant")
        {
            Description = "full (the recipe), tinybert (the classic stages), logits, none (labels only)",
            HelpName = "NAME",
        };
        Option<string?> stage = new("--stage")
        {
            Description = "general: a small BERT from one that is not fine-tuned, on --raw alone; finetune --model takes it",
            HelpName = "NAME",
        };
        stage.AcceptOnlyFromAmong(General);
        Option<long?> pieces = new("--pieces") { Description = "word pieces the student sees in all; default: 1 to 4.5 million by the sizes of set and student" };
        Option<bool?> tune = new("--tune") { Description = "choose the entity weight on dev by short runs first" };
        Option<string?> to = new("--out") { Description = "folder of the bundle to write", HelpName = "DIR" };
        Option<int?> seed = new("--seed") { Description = "fixes everything random" };
        Command command = new("distill", """
            Distil a small student from a fine-tuned teacher.
            Example: tinybert distill --teacher artifacts/teacher --train train_data --dev dev_data --raw texts --student tiny-4x312 --out artifacts/student
                     tinybert distill --stage general --teacher models/bert-base-uncased --raw texts --out artifacts/small-bert
            Every option of a config can be given with --set, for example --set entityWeight=10.
            """)
        {
            teacher, soft, train, dev, raw, student, head, variant, stage, pieces, tune, to, ModelArguments.Task, ModelArguments.TrainingWindow,
            ModelArguments.Labels, seed, CommonOptions.Config, CommonOptions.Set, CommonOptions.Inputs,
            CommonOptions.Overwrite,
        };
        DataArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments, isOnDisk: true);
            if (arguments.GetValue(stage) is not null)
            {
                var general = new OptionValues(arguments)
                    .Inputs("teacher", "moreTeachers", teacher).Inputs("raw", raw).Value("size", student).Value("pieces", pieces).Value("out", to)
                    .Value("window", ModelArguments.TrainingWindow).Value("seed", seed).Bind<GeneralDistillationOptions>();
                Distil(general, output, cancellation);
                return Task.CompletedTask;
            }
            var values = new OptionValues(arguments)
                .Inputs("teacher", "moreTeachers", teacher).Value("task", ModelArguments.Task).Input("softLabels", soft).Input("train", train).Input("dev", dev).Inputs("raw", raw)
                .Value("size", student).Value("head", head).Value("variant", variant).Value("pieces", pieces).Value("tune", tune)
                .Value("out", to).Value("window", ModelArguments.TrainingWindow).Value("seed", seed);
            if (arguments.GetValue(ModelArguments.Labels) is { } labels) values.Value("labels", OptionsFile.ToJson(LabelList.Parse(labels)));
            var options = DataArguments.AddTo(values, arguments).Bind<DistillationOptions>();
            using var progress = new ConsoleProgress();
            var context = output.Training(progress);
            var result = DistillationRun.Run(options, context, cancellation);
            output.Write(result, () => Report.Of($"{result.Folder}: dev {TaskScore.Shown(result.Final.Score.Metric)} {100 * result.Final.Score.Value:0.00}"));
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Distil(GeneralDistillationOptions options, CommandOutput output, CancellationToken cancellation)
    {
        using var progress = new ConsoleProgress();
        var result = GeneralDistillationRun.Run(options, output.Training(progress), cancellation);
        var agreement = result.Scores[^1].Score.Value;
        output.Write(result, () => Report.Of(FormattableString.Invariant($"{result.Folder}: agreement {agreement:0.0000}")));
    }
}
