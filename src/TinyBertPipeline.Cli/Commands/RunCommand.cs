using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Pipeline;
using TinyBertPipeline.Pipeline.Context;

namespace TinyBertPipeline.Cli.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string?> config = new("config")
        {
            Description = "pipeline config, for example configs/run-wnut17.json; without it the embedded demo runs",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> quick = new("--quick") { Description = "the demo in about a minute, without pre-training" };
        Command command = new("run", """
            Run a whole line: teacher, student, ONNX, OpenVINO IR, parity, speed; stages whose inputs have not changed are skipped.
            Examples: tinybert run            the embedded demo
                      tinybert run configs/run-wnut17.json --inputs ../shared
            """) { config, quick, CommonOptions.Set, CommonOptions.Inputs, CommonOptions.OpenVino, CommonOptions.Overwrite };
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments, isOnDisk: true);
            var options = Options(arguments.GetValue(config), arguments.GetValue(quick), arguments.GetValue(CommonOptions.Set)!);
            using var progress = new ConsoleProgress();
            var report = TinyBertPipeline.Pipeline.PipelineRun.Run(options, new PipelineContext
            {
                InputsRoot = InputsRoot.Choose(arguments.GetValue(CommonOptions.Inputs)),
                OpenVinoFolder = arguments.GetValue(CommonOptions.OpenVino),
                CommandLine = output.CommandLine,
                Overwrite = arguments.GetValue(CommonOptions.Overwrite),
                Progress = progress,
            }, report => output.Write(report.ToJson(), report.ToReport), cancellation);
            if (report.Parity.Parity.Any(row => row.Skipped is not null))
                ConsoleMessages.Instance.Note($"the OpenVINO columns are missing: {RemedyText.Of(new Remedy(RemedyKind.InstallOpenVino))}");
            ConsoleMessages.Instance.Note($"report: {Path.Combine(options.Folder(), "report.md")}");
            return Task.CompletedTask;
        });
        return command;
    }

    private static PipelineOptions Options(string? config, bool quick, string[] settings)
    {
        if (config is not null) return OptionsFile.Read<PipelineOptions>(config, settings);
        var demo = DemoOptions.Create(quick);
        return settings.Length == 0 ? demo : OptionsFile.Bind<PipelineOptions>(OptionsFile.ToJson(demo).AsObject(), null, settings);
    }
}
