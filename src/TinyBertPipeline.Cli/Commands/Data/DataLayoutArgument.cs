using System.CommandLine;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Writing;

namespace TinyBertPipeline.Cli.Commands.Data;

/// <summary>The layout that a verb writes data in.</summary>
internal static class DataLayoutArgument
{
    private static readonly Dictionary<string, DataLayout> _layouts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["columns"] = DataLayout.Columns,
        ["csv"] = DataLayout.Csv,
        ["huggingface"] = DataLayout.HuggingFace,
        ["doccano"] = DataLayout.Doccano,
        ["spans"] = DataLayout.Spans,
        ["label-studio"] = DataLayout.LabelStudio,
    };

    public static Option<string> Layout()
    {
        Option<string> layout = new("--layout")
        {
            Description =
                $"layout to write: {string.Join(", ", _layouts.Keys)} (spans: text, tokens and spans as Prodigy and spaCy take them)",
            DefaultValueFactory = _ => "columns",
        };
        layout.AcceptOnlyFromAmong([.. _layouts.Keys]);
        return layout;
    }

    public static Option<string> Offsets() => DataFormatArguments.Offsets("--out-offsets", "what the offsets of written spans count");

    public static DataLayout LayoutOf(ParseResult arguments, Option<string> layout) => _layouts[arguments.GetValue(layout)!];

    public static OffsetUnit UnitOf(ParseResult arguments, Option<string> offsets) => DataFormatArguments.Unit(arguments, offsets);
}
