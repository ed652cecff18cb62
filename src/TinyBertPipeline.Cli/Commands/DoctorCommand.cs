using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Inference.Diagnostics;
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
            new CommandOutput(arguments).Write(ToJson(report), () => report.ToReport(remedy => RemedyText.Of(remedy)));
            if (report.Missing is { } missing) throw new EnvironmentException(missing);
        });
        return command;
    }

    // Remedies and places in words, as in the text.
    private static JsonNode ToJson(DoctorReport report)
    {
        var json = OptionsFile.ToJson(report);
        json["training"] = ToJson(report.Training);
        json["inference"] = new JsonArray([.. report.Inference.Select(ToJson)]);
        return json;
    }

    private static JsonNode ToJson(NativeLibraryStatus library)
    {
        var json = OptionsFile.ToJson(library);
        json["remedy"] = library.Remedy is { } remedy ? RemedyText.Of(remedy) : null;
        json["tried"] = new JsonArray([.. library.Tried.Select(place => JsonValue.Create(place.ToString()))]);
        return json;
    }
}
