using System.CommandLine;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Cli.Commands;

internal static class OpenVinoCommand
{
    public static Command Create() => new("openvino", "Set OpenVINO up.") { CreateInstall() };

    private static Command CreateInstall()
    {
        Option<string?> wheel = new("--wheel")
        {
            Description = $"openvino-*.whl for this platform (package openvino on PyPI); without it 'python3 -m pip' fetches version {PipDownload.Version}",
            HelpName = "FILE",
        };
        Option<string> folder = new("--to")
        {
            Description = "folder to unpack below; what else lies in it stays",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("artifacts", "openvino"),
        };
        Command command = new("install", """
            Unpack the native libraries of a wheel: of a file, for which no Python is needed, or of the one that pip fetches.
            Examples: tinybert openvino install
                      tinybert openvino install --wheel openvino-2026.4.1.whl
            """) { wheel, folder, CommonOptions.Overwrite };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var scratch = new ScratchFolder();
            var file = arguments.GetValue(wheel) ?? await FetchAsync(scratch.Path, cancellation);
            var libraries = OpenVinoWheel.Install(
                file, arguments.GetValue(folder)!, overwrite: arguments.GetValue(CommonOptions.Overwrite));
            new CommandOutput(arguments, isOnDisk: true).Write(new { libraries }, () => Report.Of(libraries));
        });
        return command;
    }

    private static Task<string> FetchAsync(string folder, CancellationToken cancellation)
    {
        var pip = PipDownload.Find() ?? throw PipDownload.NotFound();
        CommandOutput.Note($"pip fetches openvino {PipDownload.Version}");
        return pip.RunAsync(folder, cancellation);
    }
}
