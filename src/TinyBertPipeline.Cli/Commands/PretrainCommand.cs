using System.CommandLine;
using System.Globalization;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Pretraining.Recipe;

namespace TinyBertPipeline.Cli.Commands;

internal static class PretrainCommand
{
    public static Command Create()
    {
        Argument<string?> config = new("config")
        {
            Description = "JSON file with this verb's options; it lists only what differs from the defaults",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> model = new("--model") { Description = "folder of a BERT to go on with; else a new one is made", HelpName = "DIR" };
        Option<string[]> raw = Texts("--raw", "raw text: .txt files or folders, a paragraph a line, a blank line between documents");
        Option<string[]> validation = Texts("--validation", "text that perplexity is measured on (default: a part of --raw is held out)");
        Option<string?> to = new("--out") { Description = "folder of the model to write", HelpName = "DIR" };
        Option<double?> budget = new("--budget")
        {
            Description = "minutes of training; the learning rate falls to 0 in them",
            HelpName = "MINUTES",
        };
        Option<long?> pieces = new("--pieces") { Description = "word pieces to train on, instead of --budget" };
        Option<int?> length = new("--length") { Description = "pieces of a sequence at most" };
        Option<int?> shortLength = new("--short-length") { Description = "pieces of a sequence in the first half of the steps" };
        Option<bool?> next = new("--next-sentence")
        {
            Description = "also learn which text follows another (default: true for a new model)",
        };
        Option<bool?> words = new("--whole-words") { Description = "hide all pieces of a word together" };
        Option<double?> rate = new("--learning-rate") { Description = "peak learning rate" };
        Option<int?> seed = new("--seed") { Description = "fixes everything random" };
        Command command = new("pretrain", """
            Train a BERT on raw text: hidden words (15 %, of which 80 % [MASK], 10 % another word, 10 % as they are) and the next sentence.
            Examples: tinybert pretrain --tokenizer artifacts/vocabulary --size tiny-4x312 --raw texts --budget 60 --out artifacts/bert
                      tinybert pretrain --model models/bert-base-uncased --raw my_texts --budget 30 --out artifacts/adapted
            The folder is what finetune --model takes. Every option of a config can be given with --set, for example --set accumulation=4.
            """)
        {
            config, model, ModelArguments.NewSize, ModelArguments.NewTokenizer, raw, validation, to, budget, pieces, length, shortLength, next, words, rate, seed,
            CommonOptions.Set, CommonOptions.Inputs, CommonOptions.Overwrite,
        };
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments, isOnDisk: true);
            var options = new OptionValues(arguments, arguments.GetValue(config))
                .Input("model", model).Value("size", ModelArguments.NewSize).Input("tokenizer", ModelArguments.NewTokenizer).Inputs("raw", raw).Inputs("validation", validation)
                .Value("out", to).Value("budget", budget).Value("pieces", pieces).Value("length", length).Value("shortLength", shortLength)
                .Value("nextSentence", next).Value("wholeWords", words).Value("learningRate", rate).Value("seed", seed)
                .Bind<PretrainingOptions>();
            using var progress = new ConsoleProgress();
            var result = PretrainingRun.Run(options, output.Training(progress), cancellation);
            output.Write(result, () => Report.Of(string.Create(
                CultureInfo.InvariantCulture, $"{result.Folder}: dev perplexity {result.Best.Perplexity:0.00}")));
            return Task.CompletedTask;
        });
        return command;
    }

    private static Option<string[]> Texts(string name, string description) =>
        new(name) { Description = description, HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
}
