using System.CommandLine;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.FineTuning;
using static System.FormattableString;

namespace TinyBertPipeline.Cli.Commands;

internal static class FineTuneCommand
{
    public static Command Create()
    {
        Option<string?> model = new("--model") { Description = "Hugging Face folder of a BERT encoder", HelpName = "DIR" };
        Option<string[]> adapt = new("--adapt")
        {
            Description = "raw text that the model goes on learning from first (ten minutes; --set adaptation.budget=30 for more)",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> train = new("--train") { Description = "labelled training file", HelpName = "FILE" };
        Option<string?> dev = new("--dev")
        {
            Description = "labelled development file: the best weights are chosen on it; without one a tenth of the training file is held out by seed",
            HelpName = "FILE",
        };
        Option<string?> to = new("--out") { Description = "folder of the bundle to write", HelpName = "DIR" };
        Option<int?> epochs = new("--epochs")
        {
            Description = $"passes over the training file; default: {FineTuningDefaults.UsualPasses}, more on a small file until it is "
                + $"{FineTuningDefaults.FewestSteps} steps (but {FineTuningDefaults.MostPasses} passes at most), less when half of the steps bring nothing better on dev",
        };
        Option<double?> rate = new("--learning-rate")
        {
            Description = "peak learning rate; default: by the model's layers and width, 2e-4 for 6 of 384, 5e-5 for BERT-base",
        };
        Option<string?> budget = new("--budget")
        {
            Description = "time that training may take, such as 90s, 10m or 1.5h: as many steps as fit, measured at the start",
            HelpName = "TIME",
        };
        Option<string?> head = new("--head") { Description = $"taggers: what stands on the encoder: {string.Join(", ", HeadNames.All)}", HelpName = "HEAD" };
        Option<bool?> frozen = new("--frozen-encoder") { Description = "train the head alone; the encoder stays as it is" };
        Option<int?> seed = new("--seed") { Description = "fixes everything random" };
        Option<int?> seeds = new("--seeds") { Description = "train with so many seeds, keep the best on dev, and say mean and deviation" };
        Command command = new("finetune", """
            Train a tagger (or, with --task, another model, for example a classifier of texts) from a BERT checkpoint on a labelled file.
            Example: tinybert finetune --model models/bert-base-uncased --train train_data --dev dev_data --out artifacts/teacher
            Every option of a config can be given with --set, for example --set batchPieces=4096.
            """)
        {
            model, ModelArguments.NewSize, ModelArguments.NewTokenizer, adapt, train, dev, to, ModelArguments.Task, epochs, rate, budget, ModelArguments.TrainingWindow, head, frozen, seed, seeds,
            CommonOptions.Config, CommonOptions.Set, CommonOptions.Inputs,
            CommonOptions.Overwrite,
        };
        DataArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments, isOnDisk: true);
            var values = new OptionValues(arguments)
                .Input("model", model).Value("size", ModelArguments.NewSize).Input("tokenizer", ModelArguments.NewTokenizer).Inputs("adapt", adapt).Input("train", train).Input("dev", dev).Value("out", to)
                .Value("task", ModelArguments.Task).Value("epochs", epochs)
                .Value("learningRate", rate).Value("window", ModelArguments.TrainingWindow).Value("head", head)
                .Value("frozenEncoder", frozen).Value("seed", seed).Value("budget", budget).Value("seeds", seeds);
            var options = DataArguments.AddTo(values, arguments).Bind<FineTuningOptions>();
            using var progress = new ConsoleProgress();
            var context = output.Training(progress);
            var result = FineTuningRun.Run(options, context, cancellation);
            output.Write(result, () => Report.Of(Describe(result)));
            return Task.CompletedTask;
        });
        return command;
    }

    private static string Describe(FineTuningResult result)
    {
        var text = Invariant($"{result.Folder}: dev {TaskScore.Shown(result.Best.Score.Metric)} {100 * result.Best.Score.Value:0.00}");
        if (result.Seeds.Count < 2) return text;
        var spread = MeanAndDeviation.Of(result.Seeds.Select(seed => (double?)seed.Score.Value));
        return text + Invariant($", the best of {result.Seeds.Count} seeds ({100 * spread.Mean:0.00} ± {100 * spread.Deviation:0.00})");
    }
}
