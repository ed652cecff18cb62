using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Cli;

/// <summary>The options that say how a tagger's labelled file is laid out, the same on every verb that reads one.</summary>
internal static class DataFormatArguments
{
    /// <summary>Taggers and classifiers alike have it.</summary>
    public static readonly Option<string?> LabelColumn =
        Text("--label-column", "column with the label: its number from 1 (taggers: -1 is the last), or its name in the first line",
            "COLUMN");

    private static readonly Dictionary<string, DataKind> _kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["auto"] = DataKind.Auto,
        ["columns"] = DataKind.Columns,
        ["csv"] = DataKind.Csv,
        ["json"] = DataKind.Json,
        ["jsonl"] = DataKind.Json,
        ["universal-ner"] = DataKind.UniversalNer,
    };

    private static readonly Dictionary<string, OffsetUnit> _units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["code-points"] = OffsetUnit.CodePoints,
        ["utf16"] = OffsetUnit.Utf16,
        ["bytes"] = OffsetUnit.Bytes,
    };

    private static readonly Option<string> _format = Choice("--format", "taggers: kind of the labelled file", _kinds.Keys, "auto");
    private static readonly Option<string?> _word = Text("--word-column", "taggers: column of the word, as --label-column", "COLUMN");
    private static readonly Option<string?> _sentence = Text("--sentence-column",
        "taggers: column of a CSV file that changes where a sentence begins", "COLUMN");
    private static readonly Option<string?> _comment = Text("--comment", "taggers: lines that begin so are comments, for example '#'",
        "PREFIX");
    private static readonly Option<string?> _delimiter = Text("--delimiter",
        "taggers: what parts columns: tab, space, whitespace (tabs and spaces alike), one character, or its code point as U+00A0", "TEXT");
    private static readonly Option<string?> _names = Text("--label-names",
        "taggers: names of labels that the file gives as numbers, from 0: O,B-PER,I-PER or a file with a name a line", "LIST");
    private static readonly Option<string?> _outside = Text("--outside",
        "taggers: label of words outside of entities, where the file has another than O", "LABEL");
    private static readonly Option<string?> _written = Text("--written-as",
        "taggers: how the file writes B-LOC, where otherwise: B_LOC, LOC-B, b-LOC, BLOC", "B_LOC");
    private static readonly Option<bool> _drop = new("--drop-empty-words")
    {
        Description = "taggers: leave out lines with a label but no word, and count them",
    };
    private static readonly Option<bool> _language = new("--strip-language")
    {
        Description = "taggers: take the language off words such as en:Oslo",
    };
    private static readonly Option<bool> _position = new("--strip-position")
    {
        Description = "taggers: take the number off words of one character such as 京0",
    };
    private static readonly Option<string> _offsets = Offsets("--offsets",
        "taggers: what the offsets of spans count, where the file does not say");
    private static readonly Option<SpanEnds?> _ends = new("--span-ends")
    {
        Description = "taggers: whether spans that count words have their last word in them: included or excluded; found out when not given",
    };
    private static readonly Option<MisalignedSpans> _misaligned = new("--misaligned")
    {
        Description = "taggers: spans that do not fit words, or overlap: refuse, expand (to whole words) or drop",
    };

    /// <summary>Adds the options to a verb.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _format, _word, LabelColumn, _sentence, _comment, _delimiter, _drop, _language, _position, _names, _outside, _written, _offsets,
            _ends, _misaligned,
        }) command.Options.Add(option);
    }

    /// <summary>The format that was given; the column of the label is left to those who read it for their task.</summary>
    /// <exception cref="InvalidInputException">A column or the labels' names are none.</exception>
    public static DataFormat Read(ParseResult arguments) => new()
    {
        Kind = _kinds[arguments.GetValue(_format)!],
        WordColumn = Column(arguments, _word),
        SentenceColumn = Column(arguments, _sentence),
        Comment = arguments.GetValue(_comment),
        Delimiter = arguments.GetValue(_delimiter),
        LabelNames = arguments.GetValue(_names) is { } names ? LabelList.Parse(names) : null,
        Outside = arguments.GetValue(_outside),
        WrittenAs = arguments.GetValue(_written),
        DropEmptyWords = arguments.GetValue(_drop),
        StripLanguage = arguments.GetValue(_language),
        StripPosition = arguments.GetValue(_position),
        Offsets = Unit(arguments, _offsets),
        SpanEnds = arguments.GetValue(_ends),
        Misaligned = arguments.GetValue(_misaligned),
    };

    /// <summary>An option for a unit of offsets.</summary>
    public static Option<string> Offsets(string name, string description) => Choice(name, description, _units.Keys, "code-points");

    /// <summary>The unit that such an option has.</summary>
    public static OffsetUnit Unit(ParseResult arguments, Option<string> option) => _units[arguments.GetValue(option)!];

    /// <summary>How members of the format are set: with flags where the verb has them, else in its config.</summary>
    /// <param name="members">The members as <see cref="RemedyKind.SetDataFormat"/> has them.</param>
    /// <param name="verb">The verb; null for any.</param>
    public static string Words(string members, Command? verb)
    {
        var pairs = members.Split(';').Select(member => member.Split('=', 2)).ToArray();
        if (verb is not null && !verb.Options.Contains(_word))
            return $"set \"data\": {{ \"format\": {{ {string.Join(", ", pairs.Select(pair => $"\"{pair[0]}\": {Json(pair[1])}"))} }} }} in the config";
        var flags = string.Join(' ', pairs.Select(pair => Flag(pair[0], pair[1])));
        return pairs is not [[_, "true"]] ? flags
            : $"{flags} ({OptionOf(pairs[0][0]).Description!.Replace("taggers: ", "", StringComparison.Ordinal)})";
    }

    private static string Flag(string member, string value) => value == "true" ? OptionOf(member).Name
        : member is "comment" or "outside" or "writtenAs" ? $"{OptionOf(member).Name} '{value}'"
        : $"{OptionOf(member).Name} {_units.FirstOrDefault(unit => unit.Value.ToString().Equals(value, StringComparison.OrdinalIgnoreCase)).Key ?? value}";

    private static Option OptionOf(string member) => member switch
    {
        "kind" => _format,
        "wordColumn" => _word,
        "labelColumn" => LabelColumn,
        "sentenceColumn" => _sentence,
        "comment" => _comment,
        "delimiter" => _delimiter,
        "dropEmptyWords" => _drop,
        "stripLanguage" => _language,
        "stripPosition" => _position,
        "labelNames" => _names,
        "outside" => _outside,
        "writtenAs" => _written,
        "offsets" => _offsets,
        "spanEnds" => _ends,
        "misaligned" => _misaligned,
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "a member of the format without a flag"),
    };

    private static string Json(string value) => value == "true" || int.TryParse(value, out _) ? value : $"\"{value}\"";

    private static DataColumn? Column(ParseResult arguments, Option<string?> option) =>
        arguments.GetValue(option) is { } column ? DataColumn.Parse(column) : null;

    private static Option<string?> Text(string name, string description, string help) =>
        new(name)
        {
            Description = description,
            HelpName = help,
        };

    private static Option<string> Choice(string name, string description, IReadOnlyCollection<string> values, string usual)
    {
        Option<string> option = new(name) { Description = $"{description}: {string.Join(", ", values)}", DefaultValueFactory = _ => usual };
        option.AcceptOnlyFromAmong([.. values]);
        return option;
    }
}
