using System.CommandLine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Cli.Commands;

internal static class OpenVinoCommand
{
    public static Command Create() => new("openvino", "Set OpenVINO up.") { CreateInstall() };

    private static Command CreateInstall()
    {
        Option<string> wheel = new("--wheel")
        {
            Description = "openvino-*.whl for this platform (package openvino on PyPI)",
            HelpName = "FILE",
            Required = true,
        };
        Option<string> folder = new("--to")
        {
            Description = "folder to unpack below; what else lies in it stays",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("artifacts", "openvino"),
        };
        Command command = new("install", """
            Unpack the native libraries of a wheel; no Python needed.
            Example: tinybert openvino install --wheel openvino-2026.4.1.whl
            """) { wheel, folder };
        command.SetAction(arguments =>
        {
            var libraries = OpenVinoWheel.Install(arguments.GetValue(wheel)!, arguments.GetValue(folder)!);
            new CommandOutput(arguments, isOnDisk: true).Write(new { libraries }, () => Report.Of(libraries));
        });
        return command;
    }
}
