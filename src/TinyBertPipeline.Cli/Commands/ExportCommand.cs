using System.CommandLine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Conversion;

namespace TinyBertPipeline.Cli.Commands;

internal static class ExportCommand
{
    private const string Onnx = "onnx";
    private const string PyTorch = "pytorch";

    public static Command Create()
    {
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
        Option<string?> to = new("--out") { Description = "file to write (default: in the bundle)", HelpName = "FILE" };
        Command command = new("export", """
            Write a bundle's model as model.onnx, or as pytorch_model.bin for Python.
            Example: tinybert export artifacts/student
            """) { opset, target, to, CommonOptions.Overwrite };
        ModelArguments.AddTo(command);
        command.SetAction(arguments =>
        {
            var (bundle, place) = (ModelArguments.Open(arguments), arguments.GetValue(to));
            var overwrite = arguments.GetValue(CommonOptions.Overwrite);
            var path = arguments.GetValue(target) == PyTorch
                ? PyTorchRun.Run(bundle, place, overwrite)
                : ExportRun.Run(bundle, arguments.GetValue(opset), place, overwrite);
            var bytes = new FileInfo(path).Length;
            new CommandOutput(arguments, isOnDisk: true).Write(new { path, bytes, bundle.WeightsSha256 }, () => Report.Of($"{path} ({bytes / 1e6:0.0} MB)"));
        });
        return command;
    }
}
