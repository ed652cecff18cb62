using System.CommandLine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Export.Summaries;
using TinyBertPipeline.Pipeline.Summaries;

namespace TinyBertPipeline.Cli.Commands;

internal static class SummaryCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "model folder (bundle or encoder), or an .onnx file of any origin" };
        Command command = new("summary", """
            List a model: of a folder its layers with output shapes, parameters and connections, and what became of the checkpoint's tensors;
            of an .onnx file its inputs, outputs, constants and nodes.
            Examples: tinybert summary artifacts/student
                      tinybert summary artifacts/student/model.onnx
            """) { model };
        command.SetAction(arguments =>
        {
            var path = arguments.GetValue(model)!;
            var output = new CommandOutput(arguments);
            if (File.Exists(path))
            {
                var listing = OnnxListing.Read(path);
                output.Write(listing, () => Report.OfCode(listing.ToText()));
                return;
            }
            var summary = SummaryRun.Run(path);
            output.Write(summary, summary.ToReport);
        });
        return command;
    }
}
