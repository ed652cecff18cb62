using System.CommandLine;
using System.Text.Json;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Redaction;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Prediction;
using TinyBertPipeline.Training.Pretraining;

namespace TinyBertPipeline.Cli.Commands;

internal static class PredictCommand
{
    private const string StandardInput = "standard input";
    private const int DefaultGuesses = 5;
    private const int WrittenTogether = 1 << 16;
    private const int MostKeyBytes = 1 << 16;

    private static readonly JsonSerializerOptions _oneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Argument<string?> _text = new(StrictValues.TextArgument)
    {
        Description = "the text; without it, lines are read from --file or standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> _pair = new("--pair") { Description = "classifiers of pairs: the second text", HelpName = "TEXT" };

    private static readonly Option<string?> _file = new("--file") { Description = "text file, one text a line", HelpName = "FILE" };

    private static readonly Option<bool> _pairs = new("--pairs") { Description = "each line is a pair, parted by a tab" };

    private static readonly Option<int?> _fill = new("--fill-mask")
    {
        Description = "of a pre-trained model: the N likeliest pieces for every [MASK] of the text (5 without a number)",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<RedactionMode?> _redact = new("--redact")
    {
        Description = "taggers: give the texts with their entities replaced, all else byte by byte: mask (a * for each character), type ([PER]), "
            + "hash ([PER:0123456789abcdef])",
    };

    private static readonly Option<string?> _key = new("--redact-key")
    {
        Description = "file with the secret key of hashes; without one, anyone can find a hashed name by hashing a list of names",
        HelpName = "FILE",
    };

    private static readonly Option<string?> _property = new("--text-property")
    {
        Description = "with --redact: each line is a JSON object, and its text is in this property",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        Command command = new("predict", """
            Find entities with their character offsets (UTF-16, end exclusive), or classify texts.
            A text argument gives a table; lines of a file or of standard input give one JSON object a line, in order.
            Examples: tinybert predict artifacts/student "Anna moved to Oslo."
                      tinybert predict artifacts/student --redact type --file letters.txt
                      tinybert predict artifacts/bert "Anna moved to [MASK]." --fill-mask
            """)
        {
            _text, _pair, _file, _pairs, ModelArguments.Engine, ModelArguments.Precision, ModelArguments.Device, ModelArguments.Threads,
            ModelArguments.Streams, ModelArguments.Decode, ModelArguments.OperatingPoint, ModelArguments.Threshold, ModelArguments.Best, _redact,
            _key, _property, _fill, ModelArguments.Window, ModelArguments.Words, CommonOptions.OpenVino,
        };
        ModelArguments.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            if (arguments.GetValue(_text) is not null && arguments.GetValue(_file) is not null)
                throw new InvalidInputException(InputKind.Configuration, null, "give a text or --file, not both");
            if (arguments.GetValue(_text) is not null && arguments.GetValue(_pairs))
                throw new InvalidInputException(InputKind.Configuration, null, "--pairs is for lines of a file or of standard input; --pair gives the second text");
            if (arguments.GetValue(_redact) is null && (arguments.GetValue(_key) ?? arguments.GetValue(_property)) is not null)
                throw new InvalidInputException(InputKind.Configuration, null, "--redact-key and --text-property belong to --redact");
            if (arguments.GetValue(_key) is not null && arguments.GetValue(_redact) != RedactionMode.Hash)
                throw new InvalidInputException(InputKind.Configuration, null, "--redact-key is for --redact hash");
            if (arguments.GetValue(_redact) is not null && (arguments.GetValue(_pairs) || arguments.GetValue(_pair) is not null || arguments.GetValue(ModelArguments.Best) is not null))
                throw new InvalidInputException(InputKind.Configuration, null, "--redact gives texts of taggers; --pair, --pairs and --n-best do not go with it");
            if (CommonOptions.IsGiven(arguments, _fill))
            {
                Fill(arguments, arguments.GetValue(_text), arguments.GetValue(_fill) ?? DefaultGuesses);
                return;
            }
            var settings = ModelArguments.Engines(arguments, arguments.GetValue(_text) is null ? EngineSettings.Throughput : EngineSettings.Latency);
            var engine = arguments.GetValue(ModelArguments.Engine)!;
            var bundle = EngineFactory.WhileLoading(engine, settings, () => ModelArguments.Open(arguments));
            using var run = PredictionRun.Open(bundle, engine, settings);
            if (arguments.GetValue(_redact) is { } mode) await RedactAsync(run, mode, arguments, cancellation);
            else if (arguments.GetValue(_text) is { } single) Answer(run, single, arguments, cancellation);
            else await AnswerLinesAsync(run, arguments, cancellation);
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

    private static void Answer(PredictionRun run, string single, ParseResult arguments, CancellationToken cancellation)
    {
        var answer = run.Predict(single, arguments.GetValue(_pair), cancellation);
        var rows = answer.ToRows().Select(row => string.Join('\t', row.Select(UntrustedText.Cell)));
        new CommandOutput(arguments).Write(answer.ToJson(), () => Report.OfCode(string.Join('\n', rows)));
    }

    private static async Task AnswerLinesAsync(PredictionRun run, ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetValue(_file);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lines = ReadLines(path, TextLines.Read, cancellation).Select(line => Split(line, arguments.GetValue(_pairs)));
        var answers = run.PredictAllAsync(lines, answer => answer.ToJson().ToJsonString(_oneLine) + "\n", stop.Token);
        await WriteAsync(answers, answer => answer.Length, texts => Console.Out.Write(string.Concat(texts)), stop);
    }

    private static IAsyncEnumerable<TLine> ReadLines<TLine>(string? path, Func<Stream, string, IEnumerable<TLine>> parse, CancellationToken cancellation) =>
        path is null
            ? PipedInput.Read(StandardStream.OpenInput(), StandardStream.HasInput, input => parse(input, StandardInput), cancellation)
            : ReadFile(path, parse).ToAsyncEnumerable();

    private static IEnumerable<TLine> ReadFile<TLine>(string path, Func<Stream, string, IEnumerable<TLine>> parse)
    {
        using var stream = InputFile.Open(path, InputKind.Data);
        foreach (var line in parse(stream, path)) yield return line;
    }

    // Written in one go while the next answer is there already, at once when it has to be waited for.
    private static async Task WriteAsync<TLine>(
        IAsyncEnumerable<TLine> answers, Func<TLine, int> lengthOf, Action<IReadOnlyList<TLine>> write, CancellationTokenSource stop)
    {
        var (lines, length, count) = (new List<TLine>(), 0L, 0);
        using var progress = new TextProgress();
        await using var reader = answers.GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            var next = reader.MoveNextAsync();
            try
            {
                if (length >= WrittenTogether || !next.IsCompletedSuccessfully) Write();
            }
            catch (OutputLostException)
            {
                await EndAsync(next, stop);
                throw;
            }
            if (!await next) break;
            lines.Add(reader.Current);
            length += lengthOf(reader.Current);
            count++;
        }
        Write();

        void Write()
        {
            if (lines.Count > 0) write(lines);
            lines.Clear();
            length = 0;
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

    private static async Task RedactAsync(PredictionRun run, RedactionMode mode, ParseResult arguments, CancellationToken cancellation)
    {
        var (single, path, property) = (arguments.GetValue(_text), arguments.GetValue(_file), arguments.GetValue(_property));
        var key = arguments.GetValue(_key) is { } file ? InputFile.ReadBytes(file, InputKind.Data, MostKeyBytes) : [];
        if (arguments.GetValue(_key) is { } empty && key.Length == 0)
            throw new InvalidInputException(InputKind.Data, empty, "holds no key: hashes without one can be undone by hashing a list of names");
        var redaction = new RedactionRun(run, new Redactor(mode, key), property);
        if (single is not null)
        {
            if (property is not null) throw new InvalidInputException(InputKind.Configuration, null, "--text-property is for lines, not for a text argument");
            var redacted = redaction.Redact(single, cancellation);
            new CommandOutput(arguments).Write(new System.Text.Json.Nodes.JsonObject { ["text"] = redacted }, () => Report.OfCode(redacted));
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lines = redaction.RedactAsync(ReadLines(path, RawLines.Read, cancellation), path ?? StandardInput, stop.Token);
        await WriteAsync(lines, line => line.Length, parts => Streams.Out.WriteBytes([.. parts.SelectMany(part => part)]), stop);
    }

    private static (string Text, string? Pair) Split(string line, bool isPair)
    {
        var tab = isPair ? line.IndexOf('\t', StringComparison.Ordinal) : -1;
        return tab < 0 ? (line, null) : (line[..tab], line[(tab + 1)..]);
    }
}
