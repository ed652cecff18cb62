using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Cli;

/// <summary>How labelled files are read: one set of options for every verb that reads them.</summary>
internal static class DataArguments
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "labelled file: word label lines of any scheme for taggers; CSV, TSV or JSON lines with text and label for classifiers",
        HelpName = "FILE",
        Required = true,
    };

    public static readonly Option<TagScheme?> Scheme = new("--scheme")
    {
        Description = $"taggers: scheme of the labelled file; detected when not given ({Schemes})",
    };

    /// <summary>The names of the schemes, for descriptions.</summary>
    public const string Schemes = "bioes, bio, iob1, ioe1, ioe2, bilou, bmes, bios, bieo, plain, mixed: each type by its letters";

    public static readonly Option<bool> AsText = new("--as-text")
    {
        Description = "taggers: also join the words, predict the running text and report how far that score is off; --words says how words are made of it",
    };

    private static readonly Option<LabelRepair?> _repair = new("--repair")
    {
        Description = "taggers: what becomes of labels that their scheme does not allow before entities are scored: "
            + "none (as seqeval's strict mode), conlleval (they get a beginning or an end), discard",
    };

    private static readonly Option<string[]> _text = new("--text-column")
    {
        Description = "column with the text, or both columns of a pair, by name or number; found when not given",
        HelpName = "COLUMN",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool?> _header = new("--header") { Description = "whether the first line of a table names its columns; found out when not given" };

    /// <summary>What every verb that reads labelled files understands.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { Scheme, _repair, _text, _header }) command.Options.Add(option);
        DataFormatArguments.AddTo(command);
    }

    /// <summary>The labelled file; a slip in its name is told before a model is opened.</summary>
    public static string PathOf(ParseResult arguments)
    {
        var path = arguments.GetValue(Data)!;
        return File.Exists(path) ? path
            : throw new InvalidInputException(InputKind.Data, path, Directory.Exists(path) ? "is a folder; expected a file" : "no such file");
    }

    /// <summary>The options of a verb.</summary>
    public static DataOptions Read(ParseResult arguments) => new()
    {
        Scheme = arguments.GetValue(Scheme),
        Repair = arguments.GetValue(_repair) ?? LabelRepair.None,
        Format = DataFormatArguments.Read(arguments) is var format && format != DataFormat.Auto ? format : null,
        TextColumns = arguments.GetValue(_text) ?? [],
        LabelColumn = arguments.GetValue(DataFormatArguments.LabelColumn),
        Header = arguments.GetValue(_header),
    };

    /// <summary>The same as values of a config, for verbs whose options a config may hold.</summary>
    public static OptionValues AddTo(OptionValues values, ParseResult arguments)
    {
        if (Read(arguments) is var given && OptionsFile.ToJson(given).ToJsonString() != OptionsFile.ToJson(new DataOptions()).ToJsonString())
            values.Value("data", OptionsFile.ToJson(given));
        return values;
    }
}
