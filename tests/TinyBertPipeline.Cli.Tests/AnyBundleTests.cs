using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>Any Hugging Face folder of a BERT tagger is a bundle, and what is done with it needs no libtorch on the disk.</summary>
public sealed class AnyBundleTests(ProgramWithoutLibTorch program) : IClassFixture<ProgramWithoutLibTorch>, IDisposable
{
    private const string Text = "John Smith was in New York.";
    private const string Labelled = "John B-PER\nSmith E-PER\nwas O\nin O\nNew O\nYork O\n. O\n\n";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public Task AFolderOfSafetensorsGoesTheWholeWay() => GoTheWholeWayAsync(HuggingFaceFolder.Create(_folder));

    [Fact]
    public Task APickledCheckpointWithBioLabelsGoesTheWholeWay()
    {
        var tagger = HuggingFaceFolder.CreateWith(_folder, "pytorch_model.bin", "bin");
        HuggingFaceFolder.Label(tagger, "O", "B-PER", "I-PER", "B-LOC", "I-LOC");
        return GoTheWholeWayAsync(tagger);
    }

    [Fact]
    public Task LabelsInAnotherNotationGoTheWholeWay()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        HuggingFaceFolder.Label(tagger, "OTHER", "B_PER", "I_PER", "E_PER", "S_PER");
        return GoTheWholeWayAsync(tagger);
    }

    [Fact]
    public Task ShardsWhoseLabelsWereNeverSavedGoTheWholeWayWithLabelsGiven()
    {
        var tagger = HuggingFaceFolder.CreateWith(_folder, "pytorch_model*", "sharded-bin");
        HuggingFaceFolder.Configure(tagger, config => config["id2label"] = config["label2id"] = null);
        return GoTheWholeWayAsync(tagger, "--labels", "O,B-PER,I-PER,E-PER,S-PER");
    }

    [Fact]
    public async Task AClassifierOfTextsGoesTheWholeWay()
    {
        var classifier = HuggingFaceFolder.CreateClassifier(_folder);
        var data = _folder.Write("texts.csv", "text,label\na b c,0\nc b,1\n\"b, a\",1\n");
        await SucceedAsync("model.onnx", ["export", classifier]);
        await SucceedAsync("[ SUCCESS ] Generated IR version 11 model.", ["convert", classifier]);
        await SucceedAsync("accuracy", ["evaluate", classifier, "--data", data]);
        await SucceedAsync("quantization.json", ["quantize", classifier, "--calibration", data, "--max-divergence", "1"]);
        var float32 = await ScoresAsync("onnx");
        Assert.Equal(1, float32.Sum(), 3);
        Assert.All(float32.Zip(await ScoresAsync("onnx-int8")), pair => Assert.Equal(pair.First, pair.Second, 0.05));

        async Task<double[]> ScoresAsync(string engine) =>
        [
            .. JsonDocument.Parse(await SucceedAsync("scores", ["predict", classifier, "a c b", "--engine", engine, "--json"]))
                .RootElement.GetProperty("scores").EnumerateObject().Select(score => score.Value.GetDouble()),
        ];
    }

    [Fact]
    public async Task EveryFormOfTheWeightsGivesTheSameEntities()
    {
        var expected = await PredictAsync(HuggingFaceFolder.Create(_folder));
        Assert.NotEmpty(JsonDocument.Parse(expected).RootElement.GetProperty("entities").EnumerateArray());
        foreach (var (weights, source) in new[] { ("pytorch_model.bin", "bin"), ("pytorch_model*", "sharded-bin"), ("model*", "sharded-safetensors") })
        {
            using var folder = new TemporaryFolder();
            Assert.Equal(expected, await PredictAsync(HuggingFaceFolder.CreateWith(folder, weights, source)));
        }
    }

    [Fact]
    public async Task LabelsThatWereNeverSavedAreAskedFor()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        HuggingFaceFolder.Label(tagger, "LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3", "LABEL_4");
        var (code, _, error) = await RunAsync("export", tagger);
        Assert.Equal(4, code);
        Assert.Contains("--labels", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync("export", tagger, "--labels", "O,B-PER");
        Assert.Equal(4, code);
        Assert.Contains("2 labels were given, but id2label in the config has 5", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("deberta-v2")]
    [InlineData("xlm-roberta")]
    public async Task OtherKindsOfModelsAreRefusedByName(string type)
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        HuggingFaceFolder.Configure(tagger, config => config["model_type"] = type);
        var (code, _, error) = await RunAsync("export", tagger);
        Assert.Equal(4, code);
        Assert.Contains($"model_type is '{type}'; only 'bert' can be used", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheModelHasNoPlaceForIsWarnedOf()
    {
        var source = ReferenceData.Require("abuse", "folders", "weights-extra-tensor");
        foreach (var file in Directory.EnumerateFiles(source)) File.WriteAllBytes(_folder.File(Path.GetFileName(file)), File.ReadAllBytes(file));
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\na\n");
        var (code, _, error) = await RunAsync("export", _folder.Path);
        Assert.True(code == 0, error);
        Assert.Contains($"warning: {_folder.Path}: piece 'a' stands in lines 6 and 7", error, StringComparison.Ordinal);
        Assert.Contains($"warning: {_folder.Path}: 1 tensors of the checkpoint have no place in this model", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostileCheckpointIsRefusedAndNothingIsWritten()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        File.Delete(Path.Combine(tagger, "model.safetensors"));
        File.Copy(ReferenceData.Require("abuse", "bin", "calls-os-system.bin"), Path.Combine(tagger, "pytorch_model.bin"));
        string[] before = [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order()];
        var data = Path.Combine(tagger, "vocab.txt");
        foreach (var arguments in new string[][] { ["export"], ["convert"], ["summary"], ["quantize", "--calibration", data] })
        {
            var (code, output, error) = await RunAsync([.. arguments, tagger]);
            Assert.Equal((4, ""), (code, output));
            Assert.Contains("pytorch_model.bin", error, StringComparison.Ordinal);
        }
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task AMissedGateOfQuantizationIsAnExitCodeAndOneDocument()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        var (code, output, _) = await RunAsync("quantize", tagger, "--calibration", _folder.Write("data", Labelled), "--max-divergence", "0", "--json");
        Assert.Equal(6, code);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Empty(report.GetProperty("files").EnumerateArray());
        Assert.Equal(6, report.GetProperty("error").GetProperty("exitCode").GetInt32());
        Assert.False(File.Exists(Path.Combine(tagger, "model_quantized.onnx")));
    }

    [Theory]
    [InlineData("export", "tagger", "--target", "pytorch")]
    [InlineData("predict", "tagger", "a text", "--engine", "torch")]
    [InlineData("finetune", "--model", "tagger", "--train", "data", "--dev", "data", "--out", "out")]
    [InlineData("distill", "--teacher", "tagger", "--train", "data", "--dev", "data", "--student", "mini-2x128", "--out", "out")]
    public async Task WhatNeedsLibTorchSaysSo(params string[] arguments)
    {
        HuggingFaceFolder.Create(_folder);
        _folder.Write("data", Labelled);
        var (code, _, error) = await RunAsync(arguments);
        Assert.Equal(5, code);
        Assert.Contains("libtorch", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoctorSaysThatTrainingCannotWorkAndWhatToDo()
    {
        var (code, output, error) = await RunAsync("doctor", "--json");
        Assert.Equal(5, code);
        Assert.Contains("training cannot work", error, StringComparison.Ordinal);
        var report = JsonDocument.Parse(output).RootElement;       // report and error are one document
        Assert.Equal(5, report.GetProperty("error").GetProperty("exitCode").GetInt32());
        Assert.Contains("dotnet", report.GetProperty("training").GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task GoTheWholeWayAsync(string tagger, params string[] labels)
    {
        var data = _folder.Write("data", Labelled);
        await SucceedAsync("model.onnx", ["export", tagger, .. labels]);
        await SucceedAsync("[ SUCCESS ] Generated IR version 11 model.", ["convert", tagger, .. labels]);
        await SucceedAsync("micro avg", ["evaluate", tagger, "--data", data, .. labels]);
        await SucceedAsync("John", ["predict", tagger, Text, .. labels]);
        await SucceedAsync("Total params: 37,573", ["summary", tagger]);
        await SucceedAsync("quantization.json", ["quantize", tagger, "--calibration", data, .. labels]);
        await SucceedAsync("John", ["predict", tagger, Text, "--engine", "onnx-int8", .. labels]);

        var openVino = await TinyBertProcess.RequireOpenVinoAsync();
        await SucceedAsync("John", ["predict", tagger, Text, "--engine", "openvino", "--openvino", openVino, .. labels]);
        await SucceedAsync("| openvino-int8 |", ["quantize", tagger, "--gate", data, "--openvino", openVino, .. labels]);
        await SucceedAsync("John", ["predict", Path.Combine(tagger, "int8"), Text, "--engine", "openvino", "--openvino", openVino]);
        var rows = JsonDocument.Parse(await SucceedAsync("parity", ["validate", tagger, "--data", data, "--json", "--openvino", openVino, .. labels]))
            .RootElement.GetProperty("parity").EnumerateArray().ToDictionary(row => row.GetProperty("engine").GetString()!);
        Assert.Contains("libtorch is not installed", rows["torch"].GetProperty("skipped").GetString(), StringComparison.Ordinal);
        Assert.All(["onnx", "openvino", "openvino-onnx"], engine => Assert.InRange(rows[engine].GetProperty("maxLogitDifference").GetDouble(), 0, 1e-4));
    }

    private async Task<string> PredictAsync(string tagger)
    {
        await SucceedAsync("model.onnx", ["export", tagger]);
        return await SucceedAsync("entities", ["predict", tagger, Text, "--json"]);
    }

    private async Task<string> SucceedAsync(string expected, string[] arguments)
    {
        var output = await TinyBertProcess.SucceedAsync(arguments, _folder.Path, program.Path);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        return output;
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        TinyBertProcess.RunAsync(arguments, _folder.Path, program: program.Path);
}
