using System.CommandLine;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Training.Checkpoints;

namespace TinyBertPipeline.Cli.Commands;

internal static class ExportCommand
{
    private const string Onnx = "onnx";
    private const string PyTorch = "pytorch";

    public static Command Create()
    {
        var bundle = SharedArguments.BundleFolder();
        Option<int> opset = new("--opset")
        {
            Description = "version of ONNX's operators: 20, or 17 for old readers",
            DefaultValueFactory = _ => 20,
        };
        opset.AcceptOnlyFromAmong("17", "18", "19", "20");
        Option<string> target = new("--target")
        {
            Description = "onnx (model.onnx) or pytorch (pytorch_model.bin)",
            DefaultValueFactory = _ => Onnx,
        };
        target.AcceptOnlyFromAmong(Onnx, PyTorch);
        Command command = new("export", "Write a bundle's model as model.onnx, or as pytorch_model.bin for Python.\nExample: tinybert export artifacts/student") { bundle, opset, target, CommonOptions.Labels };
        command.SetAction(arguments =>
        {
            var opened = SharedArguments.Open(arguments, arguments.GetValue(bundle)!);
            var path = arguments.GetValue(target) == PyTorch ? WritePyTorch(opened) : ExportRun.Run(opened, arguments.GetValue(opset));
            var bytes = new FileInfo(path).Length;
            new CommandOutput(arguments).Write(new { path, bytes, opened.WeightsSha256 }, () => $"{path} ({bytes / 1e6:0.0} MB)");
        });
        return command;
    }

    private static string WritePyTorch(Bundle bundle)
    {
        var path = Path.Combine(bundle.Folder, "pytorch_model.bin");
        PyTorchExporter.Write(bundle.LoadWeights(), path);
        return path;
    }
}
