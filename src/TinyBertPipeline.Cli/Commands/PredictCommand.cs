using System.CommandLine;
using System.Text;
using System.Text.Json;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Prediction;

namespace TinyBertPipeline.Cli.Commands;

internal static class PredictCommand
{
    private const int WrittenTogether = 1 << 16;

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
        Option<bool> pairs = new("--pairs") { Description = "each line is a pair, parted by a tab" };
        Command command = new("predict", """
            Find entities with their character offsets (UTF-16, end exclusive), or classify texts.
            A text argument gives a table; lines of a file or of standard input give one JSON object a line, in order.
            Example: tinybert predict artifacts/student "Anna moved to Oslo."
            """)
        {
            text, pair, file, pairs, ModelArguments.Engine, ModelArguments.Precision, ModelArguments.Threads, ModelArguments.Streams,
            ModelArguments.Device, ModelArguments.Decode, ModelArguments.Window, ModelArguments.Words, CommonOptions.OpenVino,
        };
        ModelArguments.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var (single, path) = (arguments.GetValue(text), arguments.GetValue(file));
            if (single is not null && path is not null)
                throw new InvalidInputException(InputKind.Configuration, null, "give a text or --file, not both");
            var settings = ModelArguments.Engines(arguments, single is null ? EngineSettings.Throughput : EngineSettings.Latency);
            using var run = PredictionRun.Open(ModelArguments.Open(arguments), arguments.GetValue(ModelArguments.Engine)!, settings);
            if (single is not null)
            {
                var answer = run.Predict(single, arguments.GetValue(pair), cancellation);
                var rows = answer.ToRows().Select(row => string.Join('\t', row.Select(UntrustedText.Cell)));
                new CommandOutput(arguments).Write(answer.ToJson(), () => Report.OfCode(string.Join('\n', rows)));
                return;
            }
            var source = path is null ? PipedLines.Read(StandardStream.OpenInput(), "standard input", cancellation) : TextLines.ReadFile(path).ToAsyncEnumerable();
            var lines = source.Select(line => Split(line, arguments.GetValue(pairs)));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await WriteAsync(run.PredictAllAsync(lines, answer => answer.ToJson().ToJsonString(_oneLine), stop.Token), stop);
        });
        return command;
    }

    // Written in one go while the next answer is there already, at once when it has to be waited for.
    private static async Task WriteAsync(IAsyncEnumerable<string> answers, CancellationTokenSource stop)
    {
        var (text, count) = (new StringBuilder(), 0);
        using var progress = new TextProgress();
        await using var reader = answers.GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            var next = reader.MoveNextAsync();
            try
            {
                if (text.Length >= WrittenTogether || !next.IsCompletedSuccessfully) Write();
            }
            catch (OutputLostException)
            {
                await EndAsync(next, stop);
                throw;
            }
            if (!await next) break;
            text.Append(reader.Current).Append('\n');
            count++;
        }
        Write();

        void Write()
        {
            if (text.Length > 0) Console.Out.Write(text.ToString());
            text.Clear();
            progress.Report(count);
        }
    }

    // Whoever is asked for an answer cannot be left before it has come, or will not come.
    private static async Task EndAsync(ValueTask<bool> next, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        try
        {
            await next;
        }
        catch (OperationCanceledException)
        {
            // as was asked for
        }
    }

    private static (string Text, string? Pair) Split(string line, bool isPair)
    {
        var tab = isPair ? line.IndexOf('\t', StringComparison.Ordinal) : -1;
        return tab < 0 ? (line, null) : (line[..tab], line[(tab + 1)..]);
    }
}
