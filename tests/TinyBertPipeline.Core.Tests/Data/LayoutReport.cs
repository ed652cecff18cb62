using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

/// <summary>docs/results/formats.json and its twin .md: a row a layout, what was taken, and the message where one is needed.</summary>
internal static class LayoutReport
{
    private const string Command =
        "TINYBERT_WRITE_RESULTS=1 dotnet test --project tests/TinyBertPipeline.Core.Tests -c Release -- --filter-class '*LayoutTests'";

    private static string JsonPath => ResultDocument.PathOf("formats.json");

    public static string MarkdownPath => Path.ChangeExtension(JsonPath, ".md");

    public static JsonArray Rows() => new([.. LayoutCase.All.Select(Row)]);

    public static JsonNode WrittenRows() => JsonNode.Parse(File.ReadAllText(JsonPath))!["rows"]!;

    public static void Write()
    {
        ResultDocument.Write(JsonPath, Command, Rows());
        File.WriteAllText(MarkdownPath, Markdown());
    }

    public static string Markdown()
    {
        var report = JsonNode.Parse(File.ReadAllText(JsonPath))!;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Layouts of labelled files

            - Command: `{report["command"]}`
            - Date: {report["date"]}
            - CPU: {report["cpu"]}

            A small own file of each layout (`tests/TinyBertPipeline.Core.Tests/Data/Layouts/`). "Read" says whether words and labels are right without any
            option; else the message is shown, and with the option that it names they are. Options are members of `data.format` in configs; `docs/data.md` has the
            flags.

            | layout | file | read | what was taken, or the message | option | sentences | words | entities |
            | --- | --- | --- | --- | --- | ---: | ---: | ---: |

            """);
        foreach (var row in report["rows"]!.AsArray())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {row!["layout"]} | {row["file"]} | {((bool)row["readWithoutOptions"]! ? "yes" : "with the option")} | {Cell((string?)row["message"] ?? (string?)row["taken"])} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Cell((string?)row["option"])} | {row["sentences"]} | {row["words"]} | {row["entities"]} |\n");
        }
        return text.ToString();
    }

    private static JsonObject Row(LayoutCase layout)
    {
        var (text, reader, fault) = layout.Read(DataFormat.Auto);
        var data = LabeledData.Read(layout.Path, layout.Format);
        return new JsonObject
        {
            ["layout"] = layout.Layout,
            ["file"] = layout.File,
            ["readWithoutOptions"] = text == layout.Expected,
            ["taken"] = string.Join("; ", (reader ?? layout.Read(layout.Format).Reader!).Notes.Select(note => note.Text)),
            ["message"] = fault is not null ? fault.Message[(fault.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..] : layout.Message,
            ["option"] = layout.Remedy,
            ["sentences"] = data.Sentences.Count,
            ["words"] = data.WordCount,
            ["entities"] = DataCheck.Of([data]).Files[0].Entities,
        };
    }

    private static string Cell(string? text) => text?.Replace("|", "\\|", StringComparison.Ordinal).Replace('\t', ' ') ?? "";
}
