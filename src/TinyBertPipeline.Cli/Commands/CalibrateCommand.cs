using System.CommandLine;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Pipeline.Calibration;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Cli.Commands;

internal static class CalibrateCommand
{
    public static Command Create()
    {
        Option<string[]> points = new("--point")
        {
            Description = "operating points to fit: recall=0.95 or precision=0.95 (of the words of entities), entity-recall=…, entity-precision=…, f1; "
                + "each is kept under this name",
            HelpName = "GOAL",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> test = new("--test") { Description = "labelled file on which the result is told beside; nothing is fitted on it", HelpName = "FILE" };
        Command command = new("calibrate", """
            Make a tagger's probabilities mean what they say, and fit operating points between precision and recall, on a labelled file that it
            was not trained on. The temperature is kept in config.json, the points in viterbi_calibration.json of the bundle.
            Example: tinybert calibrate artifacts/student --data dev_data --point recall=0.95
                     tinybert predict artifacts/student --operating-point recall=0.95 "Anna moved to Oslo."
            """)
        {
            DataArguments.Data, points, test, ModelArguments.Engine, ModelArguments.Window, CommonOptions.Report, CommonOptions.OpenVino,
        };
        ModelArguments.AddTo(command, readsLabels: true);
        DataArguments.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            var options = new CalibrationOptions
            {
                Data = DataArguments.PathOf(arguments),
                Test = arguments.GetValue(test),
                Reading = DataArguments.Read(arguments),
                Engine = arguments.GetValue(ModelArguments.Engine)!,
                Points = [.. (arguments.GetValue(points) ?? []).Select(OperatingGoal.Parse)],
            };
            var output = new CommandOutput(arguments, isOnDisk: true);
            var report = CalibrationRun.Run(ModelArguments.Open(arguments), options, ModelArguments.Engines(arguments), cancellation);
            if (arguments.GetValue(CommonOptions.Report) is { } name)
            {
                ResultFile.Of(output.CommandLine, report.Rows()).Write(
                    Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetFileName(name), "Confidence and operating points", report.ToReport());
            }
            output.Write(report.ToJson(), report.ToReport);
            report.ThrowIfMissed();
            return Task.CompletedTask;
        });
        return command;
    }
}
