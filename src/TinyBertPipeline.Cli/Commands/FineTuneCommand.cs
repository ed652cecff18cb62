using System.CommandLine;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Cli.Commands;

internal static class FineTuneCommand
{
    public static Command Create()
    {
        Option<string?> model = new("--model") { Description = "Hugging Face folder of a BERT encoder", HelpName = "DIR" };
        Option<string?> train = new("--train") { Description = "labelled training file", HelpName = "FILE" };
        Option<string?> dev = new("--dev")
        {
            Description = "labelled development file: the best epoch is chosen on it",
            HelpName = "FILE",
        };
        Option<string?> to = new("--out") { Description = "folder of the bundle to write", HelpName = "DIR" };
        Option<int?> epochs = new("--epochs") { Description = "passes over the training file" };
        Option<double?> rate = new("--learning-rate") { Description = "peak learning rate" };
        Option<int?> seed = new("--seed") { Description = "fixes everything random" };
        Command command = new("finetune", """
            Train a tagger from a BERT checkpoint on a labelled file.
            Example: tinybert finetune --model models/bert-base-uncased --train train_data --dev dev_data --out artifacts/teacher
            Every option of a config can be given with --set, for example --set batchTokens=4096.
            """) { model, train, dev, to, epochs, rate, seed, CommonOptions.Config };
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments);
            var values = new OptionValues(arguments)
                .Input("model", model).Input("train", train).Input("dev", dev).Value("out", to).Value("epochs", epochs).Value("learningRate", rate).Value("seed", seed);
            using var progress = new ConsoleProgress();
            var result = FineTuningRun.Run(values.Bind<FineTuningOptions>(), progress.Training, cancellation);
            output.Write(result, () => $"{result.Folder}: dev F1 {100 * result.Best.DevF1:0.00}");
            return Task.CompletedTask;
        });
        return command;
    }
}
