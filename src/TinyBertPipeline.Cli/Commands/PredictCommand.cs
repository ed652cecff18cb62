using System.CommandLine;
using System.Text.Json;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Prediction;
using TinyBertPipeline.Training.Pretraining;

namespace TinyBertPipeline.Cli.Commands;

internal static class PredictCommand
{
    private const int LinesTogether = 256;
    private const int DefaultGuesses = 5;

    private static readonly JsonSerializerOptions _oneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        Argument<string?> text = new(StrictValues.TextArgument)
        {
            Description = "the text; without it, lines are read from --file or standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> pair = new("--pair") { Description = "classifiers of pairs: the second text", HelpName = "TEXT" };
        Option<string?> file = new("--file") { Description = "text file, one text a line", HelpName = "FILE" };
        Option<int?> fill = new("--fill-mask")
        {
            Description = "of a pre-trained model: the N likeliest pieces for every [MASK] of the text (5 without a number)",
            HelpName = "N",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> pairs = new("--pairs") { Description = "each line is a pair, parted by a tab" };
        Command command = new("predict", """
            Find entities with their character offsets (UTF-16, end exclusive), or classify texts.
            A text argument gives a table; lines of a file or of standard input give one JSON object a line, in order.
            Examples: tinybert predict artifacts/student "Anna moved to Oslo."
                      tinybert predict artifacts/bert "Anna moved to [MASK]." --fill-mask
            """)
        {
            text, pair, file, pairs, fill, ModelArguments.Engine, ModelArguments.Decode, ModelArguments.Window, ModelArguments.Words, CommonOptions.OpenVino,
        };
        ModelArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var (single, path) = (arguments.GetValue(text), arguments.GetValue(file));
            if (single is not null && path is not null)
                throw new InvalidInputException(InputKind.Configuration, null, "give a text or --file, not both");
            if (arguments.GetResult(fill) is { Implicit: false })
            {
                Fill(arguments, single, arguments.GetValue(fill) ?? DefaultGuesses);
                return Task.CompletedTask;
            }
            using var run = PredictionRun.Open(ModelArguments.Open(arguments), arguments.GetValue(ModelArguments.Engine)!, ModelArguments.Engines(arguments));
            if (single is not null)
            {
                var answer = run.Predict(single, arguments.GetValue(pair), cancellation);
                var rows = answer.ToRows().Select(row => string.Join('\t', row.Select(UntrustedText.Cell)));
                new CommandOutput(arguments).Write(answer.ToJson(), () => Report.OfCode(string.Join('\n', rows)));
                return Task.CompletedTask;
            }
            var lines = Lines(path).Select(line => Split(line, arguments.GetValue(pairs)));
            foreach (var answer in run.PredictAll(lines, path is null ? 1 : LinesTogether, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                Console.Out.WriteLine(answer.ToJson().ToJsonString(_oneLine));
            }
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Fill(ParseResult arguments, string? text, int count)
    {
        if (text is null || count < 1)
            throw new InvalidInputException(InputKind.Configuration, null, "--fill-mask needs a text with [MASK], and a number from 1");
        using var model = FillMask.Load(arguments.GetValue(ModelArguments.Bundle)!);
        var masks = model.Fill(text, count);
        var rows = masks.SelectMany((mask, index) => mask.Pieces.Select(piece =>
            FormattableString.Invariant($"{index + 1}\t{UntrustedText.Cell(piece.Piece)}\t{piece.Probability:0.0000}")));
        new CommandOutput(arguments).Write(masks, () => Report.OfCode(string.Join('\n', rows)));
    }

    private static (string Text, string? Pair) Split(string line, bool isPair)
    {
        var tab = isPair ? line.IndexOf('\t', StringComparison.Ordinal) : -1;
        return tab < 0 ? (line, null) : (line[..tab], line[(tab + 1)..]);
    }

    private static IEnumerable<string> Lines(string? file) =>
        file is null ? TextLines.Read(StandardStream.OpenInput(), "standard input") : TextLines.ReadFile(file);
}
