using System.CommandLine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Pipeline.Conversion;

namespace TinyBertPipeline.Cli.Commands;

internal static class ConvertCommand
{
    public static Command Create()
    {
        Option<Converter> converter = new("--converter")
        {
            Description = "builtin (from the weights) or ovc (OpenVINO's converter, from model.onnx)",
            DefaultValueFactory = _ => Converter.Builtin,
        };
        Option<bool> half = new("--compress-to-fp16") { Description = "store weights as 16-bit floats" };
        Option<string?> shape = new("--input-shape")
        {
            Description = "fixed shape of the inputs, for example [1,128]; ? is dynamic",
            HelpName = "[B,T]",
        };
        Option<string?> xml = new("--out")
        {
            Description = "the IR to write (default: openvino_model.xml in the bundle)",
            HelpName = "FILE.xml",
        };
        Command command = new("convert", """
            Convert a bundle to OpenVINO IR.
            Example: tinybert convert artifacts/student --converter builtin
            """) { converter, half, shape, xml, CommonOptions.OpenVino, CommonOptions.Overwrite };
        ModelArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var report = ConversionRun.Run(ModelArguments.Open(arguments), new ConversionOptions
            {
                Converter = arguments.GetValue(converter),
                CompressToFp16 = arguments.GetValue(half),
                InputShape = arguments.GetValue(shape) is { } text ? InputShape.Parse(text) : InputShape.Dynamic,
                XmlPath = arguments.GetValue(xml),
                Overwrite = arguments.GetValue(CommonOptions.Overwrite),
                OpenVinoFolder = arguments.GetValue(CommonOptions.OpenVino),
            }, cancellation);
            new CommandOutput(arguments, isOnDisk: true).Write(report, () => Report.OfCode(ConverterSummary.Format(report)));
            return Task.CompletedTask;
        });
        return command;
    }
}
