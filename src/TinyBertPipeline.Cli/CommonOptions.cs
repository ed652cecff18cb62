using System.CommandLine;

namespace TinyBertPipeline.Cli;

/// <summary>Options that every verb understands.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "one JSON document on standard output, errors included",
        Recursive = true,
    };

    public static readonly Option<string?> OpenVino = new("--openvino")
    {
        Description = "folder with OpenVINO's libraries (else TINYBERT_OPENVINO, artifacts/openvino, a Python installation, INTEL_OPENVINO_DIR)",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<string?> Inputs = new("--inputs")
    {
        Description = "folder below which configs name models and data (else TINYBERT_INPUTS, else ../shared)",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "override one key of the config, for example --set student.pieces=500000",
        HelpName = "KEY=VALUE",
        Recursive = true,
    };

    public static readonly Option<string?> Labels = new("--labels")
    {
        Description = "labels in the order of the classifier's rows, for a model whose labels were never saved: O,B-PER,I-PER or a file with a label a line",
        HelpName = "LIST",
    };

    public static readonly Option<string?> Config = new("--config")
    {
        Description = "JSON file with this verb's options; it lists only what differs from the defaults",
        HelpName = "FILE",
    };

    public static Option[] All => [Json, OpenVino, Inputs, Set];
}
