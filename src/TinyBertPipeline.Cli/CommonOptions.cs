using System.CommandLine;

namespace TinyBertPipeline.Cli;

/// <summary>Options that several verbs have. Each stands on the verbs that use it; <see cref="Json"/> and <see cref="Verbose"/> on all.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "one JSON document on standard output, errors included",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "messages quote the text of data that they are about, not its place alone",
        Recursive = true,
    };

    public static readonly Option<string?> OpenVino = new("--openvino")
    {
        Description = "folder with OpenVINO's libraries (else TINYBERT_OPENVINO, artifacts/openvino, a Python installation, INTEL_OPENVINO_DIR)",
        HelpName = "DIR",
    };

    public static readonly Option<string?> Inputs = new("--inputs")
    {
        Description = "folder below which configs name models and data (else TINYBERT_INPUTS, else ../shared)",
        HelpName = "DIR",
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "override one key of the config, for example --set student.pieces=500000",
        HelpName = "KEY=VALUE",
    };

    public static readonly Option<string?> Config = new("--config")
    {
        Description = "JSON file with this verb's options; it lists only what differs from the defaults",
        HelpName = "FILE",
    };

    public static readonly Option<string?> Report = new("--report")
    {
        Description = "also write NAME.md and NAME.json with the figures, command, date and CPU",
        HelpName = "DIR/NAME",
    };

    public static readonly Option<bool> Overwrite = new("--overwrite")
    {
        Description = "replace files that this program has not written, or that another run wrote",
    };

    public static readonly Option<string?> Csv = new("--csv") { Description = "also write the figures to this CSV file", HelpName = "FILE" };

    /// <summary>Whether an option was typed; one that has its default value was not.</summary>
    public static bool IsGiven(ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };
}
