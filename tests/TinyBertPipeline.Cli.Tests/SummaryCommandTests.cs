using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class SummaryCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ABundleIsATableOfItsLayers()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        var text = await TinyBertProcess.SucceedAsync(["summary", tagger]);
        foreach (var part in new[] { "Layer (type)", "Output Shape", "Param #", "Connected to", "classifier (Dense)", "Trainable params: 37,573", "Non-trainable params: 0" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        var json = JsonDocument.Parse(await TinyBertProcess.SucceedAsync(["summary", tagger, "--json"])).RootElement;
        Assert.Equal(37573, json.GetProperty("layers").GetProperty("totalParameters").GetInt64());
        Assert.Equal("classifier", json.GetProperty("layers").GetProperty("rows").EnumerateArray().Last().GetProperty("name").GetString());
        Assert.Equal(2, json.GetProperty("checkpoint").GetProperty("missing").GetArrayLength());   // the pooler
    }

    [Fact]
    public async Task AnOnnxFileIsListed()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        await TinyBertProcess.SucceedAsync(["export", tagger, "--opset", "17"]);
        var model = Path.Combine(tagger, "model.onnx");
        var text = await TinyBertProcess.SucceedAsync(["summary", model]);
        foreach (var part in new[] { "operators ai.onnx 17", "input_ids : int64 [batch_size, sequence_length]", "logits : float [batch_size, sequence_length, 5]" })
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
