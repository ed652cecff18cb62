using System.Xml.Linq;

namespace TinyBertPipeline.Cli.Tests;

public sealed class ConvertCommandTests : IDisposable
{
    // The argument summary's lines in order; only versions, times and memory differ from run to run.
    private static readonly string[] _fields =
    [
        "Path to the Input Model", "Path for generated IR", "IR output name", "Log level", "Batch", "Input layers", "Output layers", "Input shapes",
        "Mean values", "Scale values", "Scale factor", "Precision of IR", "Enable fusing", "Enable grouped convolutions fusing",
        "Move mean values to preprocess section", "Reverse input channels", "Inference Engine found in", "Inference Engine version",
        "Model Optimizer version",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TheBuiltinConverterPrintsTheWholeSummary()
    {
        var openVino = await TinyBertProcess.RequireOpenVinoAsync();
        var tagger = HuggingFaceFolder.Create(_folder);
        var summary = Parse(await TinyBertProcess.SucceedAsync(["convert", tagger, "--openvino", openVino]));
        Assert.Equal(_fields, summary.Select(field => field.Key));
        Assert.Equal(tagger, summary["Path to the Input Model"]);
        Assert.Equal("FP32", summary["Precision of IR"]);
        Assert.Equal("Not specified, inherited from the model", summary["Input shapes"]);
        Assert.Equal(openVino, summary["Inference Engine found in"]);
        Assert.Matches(@"^20\d\d\.\d+\.\d+-", summary["Inference Engine version"]);
        Assert.EndsWith("(builtin)", summary["Model Optimizer version"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("builtin")]
    [InlineData("ovc")]
    public async Task PrecisionAndShapeAreOptionsOfBothConverters(string converter)
    {
        var openVino = await TinyBertProcess.RequireOpenVinoAsync();
        var tagger = HuggingFaceFolder.Create(_folder);
        await TinyBertProcess.SucceedAsync(["export", tagger, "--opset", "17"]);
        var xml = _folder.File("small.xml");
        var (code, output, error) = await TinyBertProcess.RunAsync(
            ["convert", tagger, "--converter", converter, "--compress-to-fp16", "--input-shape", "[1,16]", "--out", xml, "--openvino", openVino]);
        if (code == 5 && error.Contains("ovc was not found", StringComparison.Ordinal)) Assert.Skip(error);
        Assert.True(code == 0, error);

        var summary = Parse(output);
        Assert.Equal(_fields, summary.Select(field => field.Key));
        Assert.Equal(("1", "FP16", "[1,16],[1,16],[1,16]"), (summary["Batch"], summary["Precision of IR"], summary["Input shapes"]));
        Assert.EndsWith($"({converter})", summary["Model Optimizer version"], StringComparison.Ordinal);
        Assert.Equal(
            ["Generated IR version 11 model.", $"XML file: {xml}", $"BIN file: {_folder.File("small.bin")}", "Total execution time", "Memory consumed"],
            Successes(output));
        var input = XElement.Load(xml).Element("layers")!.Elements("layer").First(layer => (string?)layer.Attribute("type") == "Parameter");
        Assert.Equal("1,16", (string?)input.Element("data")!.Attribute("shape"));
        Assert.InRange(new FileInfo(_folder.File("small.bin")).Length, 1, new FileInfo(Path.Combine(tagger, "model.safetensors")).Length * 6 / 10);
    }

    [Fact]
    public async Task OvcNeedsTheOnnxModelAndSaysHowToWriteIt()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        Directory.CreateDirectory(_folder.File("bin"));
        _folder.Write("bin/ovc", "");
        var (code, _, error) = await TinyBertProcess.RunAsync(["convert", tagger, "--converter", "ovc", "--openvino", _folder.Path]);
        Assert.Equal(4, code);
        Assert.Contains("tinybert export", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[0,128]")]
    [InlineData("1x128")]
    public async Task AShapeOfAnotherFormIsRefused(string shape)
    {
        var (code, _, error) = await TinyBertProcess.RunAsync(["convert", HuggingFaceFolder.Create(_folder), "--input-shape", shape]);
        Assert.Equal(2, code);
        Assert.Contains(shape, error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> Parse(string output) => output.Split('\n')
        .Where(line => line.Contains(": \t", StringComparison.Ordinal))
        .Select(line => line.Split(": \t", 2)).ToDictionary(parts => parts[0].TrimStart('\t', '-', ' '), parts => parts[1]);

    private static IEnumerable<string> Successes(string output) => output.Split('\n').Where(line => line.StartsWith("[ SUCCESS ] ", StringComparison.Ordinal))
        .Select(line => line["[ SUCCESS ] ".Length..]).Select(line => line.Contains("file:", StringComparison.Ordinal) ? line : line.Split(':')[0]);
}
