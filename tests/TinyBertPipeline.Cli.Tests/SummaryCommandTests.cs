using System.Globalization;
using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class SummaryCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ABundleIsATableOfItsLayers()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        var parameters = HuggingFaceFolder.Parameters(tagger);
        var text = await TinyBertProcess.SucceedAsync(["summary", tagger]);
        foreach (var part in new[] { "Layer (type)", "Output Shape", "Param #", "Connected to", "classifier (Dense)", string.Create(CultureInfo.InvariantCulture, $"Trainable params: {parameters:N0}"), "Non-trainable params: 0" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        var json = JsonDocument.Parse(await TinyBertProcess.SucceedAsync(["summary", tagger, "--json"])).RootElement;
        Assert.Equal(parameters, json.GetProperty("layers").GetProperty("totalParameters").GetInt64());
        Assert.Equal("classifier", json.GetProperty("layers").GetProperty("rows").EnumerateArray().Last().GetProperty("name").GetString());
        Assert.All(json.GetProperty("checkpoint").GetProperty("missing").EnumerateArray(),
            name => Assert.StartsWith("bert.pooler.", name.GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnOnnxFileIsListed()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        await TinyBertProcess.SucceedAsync(["export", tagger, "--opset", "17"]);
        var model = Path.Combine(tagger, "model.onnx");
        var text = await TinyBertProcess.SucceedAsync(["summary", model]);
        foreach (var part in new[] { "operators ai.onnx 17", "input_ids : int64 [batch_size, sequence_length]", "logits : float [batch_size, sequence_length, " })
            Assert.Contains(part, text, StringComparison.Ordinal);
        var json = JsonDocument.Parse(await TinyBertProcess.SucceedAsync(["summary", model, "--json"])).RootElement;
        Assert.Equal(17, json.GetProperty("opsets").GetProperty("").GetInt32());
    }

    [Fact]
    public async Task AFileThatIsNoModelIsRefused()
    {
        var (code, _, error) = await TinyBertProcess.RunAsync(["summary", _folder.Write("model.onnx", "no model")]);
        Assert.Equal(4, code);
        Assert.Contains("model.onnx", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
