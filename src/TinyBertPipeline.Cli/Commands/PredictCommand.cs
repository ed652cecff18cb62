using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Cli.Commands;

internal static class PredictCommand
{
    public static Command Create()
    {
        var bundle = SharedArguments.BundleFolder();
        Argument<string?> text = new("text")
        {
            Description = "the text; without it, lines are read from --file or standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> file = new("--file") { Description = "text file, one text a line", HelpName = "FILE" };
        Option<string> engine = new("--engine")
        {
            Description = EngineName.Choices,
            DefaultValueFactory = _ => EngineName.Onnx,
        };
        var decode = SharedArguments.Decode();
        Command command = new("predict", """
            Find entities with their character offsets (UTF-16, end exclusive).
            A text argument gives a table; lines of a file or of standard input give one JSON object a line, in order.
            Example: tinybert predict artifacts/student "Anna moved to Oslo."
            """) { bundle, text, file, engine, decode, CommonOptions.Labels };
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments);
            var opened = SharedArguments.Open(arguments, arguments.GetValue(bundle)!);
            using var running = OpenedEngine.Open(arguments.GetValue(engine)!, opened, SharedArguments.EngineChoice(arguments, arguments.GetValue(decode)));
            using var tagger = OpenedEngine.Tagger(running, opened, SharedArguments.EngineChoice(arguments, arguments.GetValue(decode)));
            var texts = new TextTagger(tagger, opened.Tokenizer, opened.Labels);
            if (arguments.GetValue(text) is { } single)
            {
                var entities = texts.Tag(single);
                output.Write(Line(single, entities), () => string.Join('\n', entities.Select(entity => $"{entity.Start}\t{entity.End}\t{entity.Type}\t{entity.Text}\t{entity.Score:0.000}")));
                return Task.CompletedTask;
            }
            foreach (var line in Lines(arguments.GetValue(file)))
            {
                cancellation.ThrowIfCancellationRequested();
                Console.Out.WriteLine(Line(line, texts.Tag(line)).ToJsonString(_oneLine));
            }
            return Task.CompletedTask;
        });
        return command;
    }

    private static readonly JsonSerializerOptions _oneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Lines(string? file)
    {
        if (file is not null && !File.Exists(file)) throw new InvalidInputException(InputKind.Data, file, "no such file");
        if (file is not null) return File.ReadLines(file);
        return Stdin();

        static IEnumerable<string> Stdin()
        {
            using var reader = new StreamReader(Console.OpenStandardInput());
            while (reader.ReadLine() is { } line) yield return line;
        }
    }

    private static JsonObject Line(string text, IReadOnlyList<TextEntity> entities) => new()
    {
        ["text"] = text,
        ["offsetUnit"] = "utf16",
        ["entities"] = new JsonArray([.. entities.Select(entity => new JsonObject
        {
            ["type"] = entity.Type,
            ["start"] = entity.Start,
            ["end"] = entity.End,
            ["text"] = entity.Text,
            ["score"] = Math.Round(entity.Score, 4),
        })]),
    };
}
