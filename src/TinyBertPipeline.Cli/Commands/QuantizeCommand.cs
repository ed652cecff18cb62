using System.CommandLine;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Cli.Commands;

internal static class QuantizeCommand
{
    public static Command Create()
    {
        var defaults = new QuantizationOptions();
        Option<string?> calibration = new("--calibration")
        {
            Description = "sentences that give the ranges, as in training: labelled file, or text with a sentence a line; "
                + "without it the ranges of quantization.json are used again",
            HelpName = "FILE",
        };
        Option<string?> gate = new("--gate")
        {
            Description = "sentences to compare with float on (default: further ones of the calibration file)",
            HelpName = "FILE",
        };
        Option<IntegerChoice> activations = new("--activations")
        {
            Description = "integers in the OpenVINO model: u8, i8 (faster with AMX), or auto for this machine",
            DefaultValueFactory = _ => defaults.Activations,
        };
        Option<int> sentences = new("--sentences")
        {
            Description = "number of calibration sentences",
            DefaultValueFactory = _ => defaults.CalibrationSentences,
        };
        Option<double> limit = new("--max-divergence")
        {
            Description = "largest mean KL divergence from float that passes (exit 6 above it)",
            DefaultValueFactory = _ => defaults.RefuseAbove,
        };
        Command command = new("quantize", """
            Make a bundle's model 8-bit: model_quantized.onnx for ONNX Runtime, int8/openvino_model.xml for OpenVINO.
            Both are compared with the float model; where they diverge too far the worst layers stay float, else nothing is written.
            Example: tinybert quantize artifacts/student --calibration train_data
            """) { calibration, gate, activations, sentences, limit, ModelArguments.Window, ModelArguments.OperatingPoint, CommonOptions.OpenVino, CommonOptions.Overwrite };
        ModelArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var report = QuantizationRun.Run(ModelArguments.Open(arguments), new QuantizationOptions
            {
                Calibration = arguments.GetValue(calibration),
                Gate = arguments.GetValue(gate),
                Activations = arguments.GetValue(activations),
                CalibrationSentences = arguments.GetValue(sentences),
                RefuseAbove = arguments.GetValue(limit),
            }, ModelArguments.Engines(arguments), arguments.GetValue(CommonOptions.Overwrite), cancellation);
            new CommandOutput(arguments, isOnDisk: true).Write(report.ToJson(), report.ToReport);
            RemedyText.NoteLeftOut(report.Engines.Select(row => row.Skipped));
            report.ThrowIfMissed();
            return Task.CompletedTask;
        });
        return command;
    }
}
