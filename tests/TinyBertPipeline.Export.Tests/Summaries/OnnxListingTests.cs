using CsCheck;
using Google.Protobuf;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Summaries;

namespace TinyBertPipeline.Export.Tests.Summaries;

public sealed class OnnxListingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheListingIsTheGoldenOne()
    {
        OnnxExporter.Write(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), _folder.File("model.onnx"), new() { Metadata = new() { WeightsSha256 = "0123" } });
        Golden.AssertEqual("Summaries/Golden/listing.txt", OnnxListing.Read(_folder.File("model.onnx")).ToText());
    }

    [Theory]
    [InlineData("model-opset17.onnx", 17)]
    [InlineData("model-opset20.onnx", 20)]
    public void FilesOfOtherExportersAreListed(string file, int opset)
    {
        var listing = OnnxListing.Read(ReferenceData.Require("onnx", file));
        Assert.Equal(opset, listing.Opsets[""]);
        Assert.Equal(["input_ids", "attention_mask", "token_type_ids"], listing.Inputs.Select(input => input.Name));
        Assert.Equal(["logits"], listing.Outputs.Select(output => output.Name));
        Assert.Equal(1, listing.Operators["LayerNormalization"] % 2);   // one of the embeddings, two of each layer
        Assert.Contains("float [batch, sequence, ", listing.ToText());
    }

    [Theory]
    [InlineData("empty.onnx", "no version or no graph")]
    [InlineData("no-graph.onnx", "no version or no graph")]
    [InlineData("cut-off.onnx", "this is no ONNX model")]
    [InlineData("text.onnx", "this is no ONNX model")]
    [InlineData("absent.onnx", "there is no such file")]
    public void BrokenFilesAreRefusedWithTheReason(string file, string reason)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Summaries", "Invalid", file);
        var error = Assert.Throws<InvalidInputException>(() => OnnxListing.Read(path));
        Assert.Equal((InputKind.Model, path), (error.Kind, error.File));
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void ControlCharactersFromTheFileAreShownAndNotObeyed()
    {
        var model = Model();
        model.Graph.Name = "a\u001b[31m\u202eb";
        Assert.Equal("a\\u001b[31m\\u202eb", Read(model).Graph);
    }

    [Fact]
    public void SizesThatNoArrayCouldHoldAreNotAddedUp()
    {
        var model = Model();
        var parameters = Read(model).Parameters;
        var size = model.Graph.Initializer[0].Dims.Aggregate((a, b) => a * b);
        model.Graph.Initializer[0].Dims[0] = long.MaxValue;
        Assert.Equal(parameters - size, Read(model).Parameters);
    }

    [Fact]
    public void FilesWithAnyByteChangedAreListedOrRefused()
    {
        var bytes = Model().ToByteArray();
        var path = _folder.File("changed.onnx");
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[1, 8].Sample(changes =>
        {
            var changed = (byte[])bytes.Clone();
            foreach (var (at, value) in changes) changed[at] = value;
            File.WriteAllBytes(path, changed);
            try
            {
                Assert.NotEmpty(OnnxListing.Read(path).ToText());
            }
            catch (InvalidInputException e)
            {
                Assert.Equal(InputKind.Model, e.Kind);
            }
        }, iter: 2000, threads: 1);
    }

    private static ModelProto Model() => OnnxExporter.Build(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), new());

    private OnnxListing Read(ModelProto model)
    {
        File.WriteAllBytes(_folder.File("model.onnx"), model.ToByteArray());
        return OnnxListing.Read(_folder.File("model.onnx"));
    }
}
