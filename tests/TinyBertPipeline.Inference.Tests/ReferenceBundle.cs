namespace TinyBertPipeline.Inference.Tests;

/// <summary>
/// A bundle put together from the reference: the Hugging Face folder of <c>checkpoints/</c> and the ONNX model and IR of the same weights,
/// which carry no hash of them.
/// </summary>
internal sealed class ReferenceBundle : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReferenceBundle()
    {
        foreach (var file in Directory.EnumerateFiles(ReferenceData.Require("checkpoints", "hf-token-classification")))
            System.IO.File.Copy(file, _folder.File(Path.GetFileName(file)));
        System.IO.File.Copy(ReferenceData.Require("onnx", "model-opset17.onnx"), _folder.File("model.onnx"));
        System.IO.File.Copy(ReferenceData.Require("openvino", "float32.xml"), _folder.File("openvino_model.xml"));
        System.IO.File.Copy(ReferenceData.Require("openvino", "float32.bin"), _folder.File("openvino_model.bin"));
    }

    public string Folder => _folder.Path;

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();
}
