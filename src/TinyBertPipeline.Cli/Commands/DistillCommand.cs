using System.CommandLine;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation;

namespace TinyBertPipeline.Cli.Commands;

internal static class DistillCommand
{
    public static Command Create()
    {
        Option<string?> teacher = new("--teacher")
        {
            Description = "fine-tuned teacher: a bundle or any Hugging Face BERT tagger",
            HelpName = "DIR",
        };
        Option<string?> soft = new("--soft-labels")
        {
            Description = "JSON lines with words, labels and probabilities of any teacher, instead of --teacher",
            HelpName = "FILE",
        };
        Option<string?> train = new("--train") { Description = "labelled training file", HelpName = "FILE" };
        Option<string?> dev = new("--dev") { Description = "labelled development file", HelpName = "FILE" };
        Option<string[]> raw = new("--raw")
        {
            Description = "raw text: .txt files or folders, a paragraph a line",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> student = new("--student")
        {
            Description = $"size: {string.Join(", ", BertPresets.Names)}, or layers,hidden,heads,intermediate",
            HelpName = "PRESET",
        };
        Option<string?> variant = new("--variant")
        {
            Description = "full (the recipe), tinybert (the classic stages), logits, none (labels only)",
            HelpName = "NAME",
        };
        Option<long?> pieces = new("--pieces") { Description = "word pieces the student sees in all" };
        Option<bool?> tune = new("--tune") { Description = "choose the entity weight on dev by short runs first" };
        Option<string?> to = new("--out") { Description = "folder of the bundle to write", HelpName = "DIR" };
        Option<int?> seed = new("--seed") { Description = "fixes everything random" };
        Command command = new("distill", """
            Distil a small student from a fine-tuned teacher.
            Example: tinybert distill --teacher artifacts/teacher --train train_data --dev dev_data --raw texts --student tiny-4x312 --out artifacts/student
            Every option of a config can be given with --set, for example --set entityWeight=10.
            """) { teacher, soft, train, dev, raw, student, variant, pieces, tune, to, seed, CommonOptions.Config };
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments);
            var values = new OptionValues(arguments)
                .Input("teacher", teacher).Input("softLabels", soft).Input("train", train).Input("dev", dev).Inputs("raw", raw).Value("student", student)
                .Value("variant", variant).Value("pieces", pieces).Value("tune", tune).Value("out", to).Value("seed", seed);
            using var progress = new ConsoleProgress();
            var result = DistillationRun.Run(values.Bind<DistillationOptions>(), progress.Training, cancellation);
            output.Write(result, () => $"{result.Folder}: dev F1 {100 * result.Final.DevF1:0.00}");
            return Task.CompletedTask;
        });
        return command;
    }
}
