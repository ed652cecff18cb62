using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests.StartTime;

/// <summary>From the start of a process to the answer to one text, and how large the programs are: docs/results/start-time.md.</summary>
public sealed class StartTimeTests : IDisposable
{
    private const int Runs = 15;
    private const string Text = "Anna Kowalska moved from Oslo to join Acme Steel.";
    private const string Command = "scripts/start-time.sh";

    private readonly TemporaryFolder _folder = new();

    [Fact, Trait("Category", "long")]
    public async Task TheSampleCompiledAheadOfTimeAndTheProgramAnswerOneText()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TINYBERT_LONG_TESTS") == "1", "TINYBERT_LONG_TESTS is not 1: compiling the sample takes minutes");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processor times are read as Linux gives them");
        var openVino = await TinyBertProcess.RequireOpenVinoAsync();
        var sample = _folder.File("sample");
        await ChildProcess.SucceedAsync("dotnet", ["publish", "samples/RecognizeAot", "-c", "Release", "-o", sample, "-nodeReuse:false"], ReferenceData.RepositoryRoot);
        Environment.SetEnvironmentVariable("TINYBERT_OPENVINO", openVino);
        var (students, starts) = (new List<(string Name, string Path)> { (RandomStudent.Name, await RandomStudent.CreateAsync(_folder)) }, new List<MeasuredStart>());
        var demo = Path.Combine(ReferenceData.RepositoryRoot, "artifacts", "runs", "demo", "student");
        if (File.Exists(Path.Combine(demo, "openvino_model.xml"))) students.Add(("the demo's student", demo));
        foreach (var (name, path) in students)
        {
            foreach (var engine in (string[])["onnx", "onnx-int8", "openvino"])
            {
                starts.Add(new("samples/RecognizeAot", engine, name, Path.Combine(sample, "RecognizeAot"), [path, Text, engine]));
                starts.Add(new("tinybert predict", engine, name, Path.ChangeExtension(TinyBertProcess.Program, null), ["predict", path, Text, "--engine", engine]));
            }
        }

        foreach (var start in starts) await start.RunAsync();   // files into the system's cache
        foreach (var start in starts) start.Forget();
        for (var run = 0; run < Runs; run++)
        {
            foreach (var start in starts) await start.RunAsync();
        }

        Write(starts, Megabytes(Path.Combine(sample, "RecognizeAot")), Megabytes(Path.Combine(sample, "libonnxruntime.so")));
    }

    public void Dispose() => _folder.Dispose();

    private static double Megabytes(string file) => Math.Round(new FileInfo(file).Length / 1e6, 1);

    private static void Write(IEnumerable<MeasuredStart> starts, double program, double runtime)
    {
        var rows = starts.Select(start => (JsonNode)new JsonObject
        {
            ["program"] = start.Program,
            ["engine"] = start.Engine,
            ["model"] = start.Model,
            ["medianMs"] = Math.Round(start.MedianMs),
            ["leastMs"] = Math.Round(start.LeastMs),
            ["processorMs"] = Math.Round(start.ProcessorMs),
        });
        var path = ResultDocument.PathOf("start-time.json");
        var document = ResultDocument.Write(path, Command, [.. rows]);
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # From the start of a process to the answer to one text

            - Command: `{document["command"]}`
            - Date: {document["date"]}
            - CPU: {document["cpu"]}, {Environment.ProcessorCount} processors

            {Runs} runs of each program in turn, files in the system's cache. Processor time is user and system time of all threads (median).
            Load of the machine while measuring: {load} processes. The sample, compiled ahead of time, is one file of {program} MB; ONNX Runtime's
            library beside it has {runtime} MB.

            | program | engine | model | median ms | least ms | processor ms |
            | --- | --- | --- | ---: | ---: | ---: |

            """);
        foreach (var row in document["rows"]!.AsArray())
            text.Append(CultureInfo.InvariantCulture, $"| {row!["program"]} | {row["engine"]} | {row["model"]} | {row["medianMs"]} | {row["leastMs"]} | {row["processorMs"]} |\n");
        File.WriteAllText(Path.ChangeExtension(path, ".md"), text.ToString());
    }
}
