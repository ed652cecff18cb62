using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Pipeline.Diagnosis;

namespace TinyBertPipeline.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        Command command = new("doctor", """
            Check this machine: native libraries, CPU features, threads, memory, disk; exit 5 if training or inference cannot work.
            Example: tinybert doctor
            """) { CommonOptions.OpenVino };
        command.SetAction(arguments =>
        {
            var report = DoctorRun.Run(arguments.GetValue(CommonOptions.OpenVino));
            new CommandOutput(arguments).Write(report, report.ToReport);
            if (report.Missing is { } missing) throw new EnvironmentException(missing);
        });
        return command;
    }
}
