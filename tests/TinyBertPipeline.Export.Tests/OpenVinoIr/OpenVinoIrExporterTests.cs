using System.Globalization;
using System.Xml.Linq;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests.OpenVinoIr;

public sealed class OpenVinoIrExporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OpenVinoGivesTheReferencesLogits()
    {
        foreach (var tagger in ReferenceTagger.All())
            tagger.AssertLogits(Engines.OpenVino(Write(tagger.Task, tagger.Config, tagger.Weights, new()), tagger.Config, tagger.Batch));
    }

    [Fact]
    public void WeightsOfHalfPrecisionMoveTheLogitsByNoMoreThanTheirRounding()
    {
        foreach (var tagger in ReferenceTagger.All())
        {
            var path = Write(tagger.Task, tagger.Config, tagger.Weights, new() { CompressToFp16 = true });
            tagger.AssertLogits(Engines.OpenVino(path, tagger.Config, tagger.Batch), tolerance: 2e-2);
        }
    }

    [Fact]
    public void AModelOfFixedShapeGivesTheReferencesLogits()
    {
        foreach (var tagger in ReferenceTagger.All())
        {
            var path = Write(tagger.Task, tagger.Config, tagger.Weights, new() { InputShape = new(tagger.Batch.Rows, tagger.Batch.Length) });
            tagger.AssertLogits(Engines.OpenVino(path, tagger.Config, tagger.Batch));
        }
    }

    [Fact]
    public void EveryInputPortHasOneEdgeFromALayerBeforeIt()
    {
        var xml = Read(new());
        var inputs = Layers(xml).SelectMany(layer => Ports(layer, "input").Select(port => (Number(layer, "id"), Number(port, "id")))).Order();
        var edges = xml.Root!.Element("edges")!.Elements().ToList();
        Assert.Equal(inputs, edges.Select(edge => (Number(edge, "to-layer"), Number(edge, "to-port"))).Order());
        Assert.All(edges, edge => Assert.True(Number(edge, "from-layer") < Number(edge, "to-layer")));
        var outputs = Layers(xml).SelectMany(layer => Ports(layer, "output").Select(port => (Number(layer, "id"), Number(port, "id")))).ToHashSet();
        Assert.All(edges, edge => Assert.Contains((Number(edge, "from-layer"), Number(edge, "from-port")), outputs));
    }

    [Fact]
    public void LayersHaveNamesOfTheirOwn()
    {
        var xml = Read(new());
        Assert.Distinct(Layers(xml).Select(layer => layer.Attribute("name")!.Value));
        Assert.Distinct(Layers(xml).Select(layer => layer.Attribute("id")!.Value));
    }

    [Fact]
    public void ConstantsAreAlignedAndLieWithinTheFile()
    {
        var xml = Read(new());
        var length = new FileInfo(_folder.File("model.bin")).Length;
        foreach (var data in Constants(xml))
        {
            Assert.Equal(0, Number(data, "offset") % 64);
            Assert.InRange(Number(data, "offset") + Number(data, "size"), 1, length);
            var elements = data.Attribute("shape")!.Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Aggregate(1L, (n, d) => n * long.Parse(d, CultureInfo.InvariantCulture));
            Assert.Equal(elements * (data.Attribute("element_type")!.Value == "i64" ? 8 : 4), Number(data, "size"));
        }
    }

    [Fact]
    public void EqualConstantsAreStoredOnce()
    {
        // A new model's biases are all zero: those of one width share a place.
        var fresh = XDocument.Load(Write(Taggers.Config, RandomWeights.Create(Taggers.Config, Taggers.Task.Head(Taggers.Config), seed: 1), new()));
        var widths = Constants(fresh).Where(data => data.Attribute("shape")!.Value == "1, 1, 8").Select(data => Number(data, "offset"));
        Assert.Equal(2, widths.Distinct().Count());     // zeros and ones
    }

    [Theory]
    [InlineData("[2,8]", "2,8", "2,8,3")]
    [InlineData("[?,8]", "?,8", "-1,8,3")]
    [InlineData("[2,?]", "2,?", "2,-1,3")]
    [InlineData("[?,?]", "?,?", "-1,-1,3")]
    public void TheInputShapeStandsInTheFile(string shape, string parameter, string logits)
    {
        var xml = Read(new() { InputShape = InputShape.Parse(shape) });
        Assert.Equal([parameter, parameter, parameter], Layers(xml).Where(IsOf("Parameter")).Select(layer => layer.Element("data")!.Attribute("shape")!.Value));
        var output = Layers(xml).Elements("output").Elements("port").Single(port => port.Attribute("names")?.Value == "logits");
        Assert.Equal(logits, string.Join(',', output.Elements("dim").Select(dim => dim.Value)));
    }

    [Fact]
    public void CompressedWeightsAreHalvesThatAreConvertedBack()
    {
        var full = new FileInfo(Write(Taggers.Config, Taggers.Weights(Taggers.Config), new()).Replace(".xml", ".bin", StringComparison.Ordinal)).Length;
        var xml = Read(new() { CompressToFp16 = true });
        var conversions = Layers(xml).Where(layer => layer.Element("rt_info")?.Element("attribute")?.Attribute("name")?.Value == "decompression").ToList();
        Assert.Equal(Constants(xml).Count(data => data.Attribute("element_type")!.Value == "f16"), conversions.Count);
        Assert.DoesNotContain(Constants(xml), data => data.Attribute("element_type")!.Value == "f32" && data.Attribute("shape")!.Value != "");
        Assert.InRange(new FileInfo(_folder.File("model.bin")).Length, 1, full - 1);
    }

    [Fact]
    public void TheFileSaysWhatItIsAndWhichWeightsItCameFrom()
    {
        var config = Taggers.Config with { Labels = ["O", "B-人", "I-<\u0001,>"] };
        var weights = Taggers.Weights(config);
        var info = XDocument.Load(Write(config, weights, new() { Metadata = new() { Settings = new() { Scheme = TagScheme.Bio } } })).Root!.Element("rt_info")!.Element("framework")!;
        Assert.Equal(weights.Sha256, info.Element(WeightsBinding.MetadataKey)!.Attribute("value")!.Value);
        Assert.Equal("""["O","B-人","I-<\u0001,>"]""", info.Element("tinybert_pipeline.labels")!.Attribute("value")!.Value);
        Assert.Equal("BIO", info.Element("tinybert_pipeline.scheme")!.Attribute("value")!.Value);
    }

    [Fact]
    public void TheXmlIsTheGoldenOne()
    {
        var small = ReferenceTagger.Small();
        Golden.AssertEqual("OpenVinoIr/Golden/small.xml", File.ReadAllText(Write(small.Config, small.Weights, new())));
    }

    [Fact]
    public void ADecimalCommaOfTheUsersCultureDoesNotReachTheFile()
    {
        var path = Write(Taggers.Config, Taggers.Weights(Taggers.Config), new());
        var expected = File.ReadAllBytes(path);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Write(Taggers.Config, Taggers.Weights(Taggers.Config), new());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void AShapeLongerThanTheModelsPositionsIsRefused()
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(new() { InputShape = new(1, 17) }));
        Assert.Equal((InputKind.Configuration, true), (error.Kind, error.Message.Contains("16 positions", StringComparison.Ordinal)));
    }

    [Fact]
    public void FilesThatStandThereStayWhenTheExportFails()
    {
        var old = new[] { _folder.Write("model.xml", "old"), _folder.Write("model.bin", "old") };
        Assert.Throws<InvalidInputException>(() => Write(Taggers.Config, Taggers.Weights(("classifier.bias", null)), new()));
        Assert.All(old, path => Assert.Equal("old", File.ReadAllText(path)));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void APathThatIsNoXmlFileIsRefused() => Assert.Throws<ArgumentException>(
        () => OpenVinoIrExporter.Write(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), _folder.File("model.onnx"), new()));

    private string Write(BertConfig config, BertWeights weights, IrExportOptions options) => Write(Taggers.Task, config, weights, options);

    private string Write(ITask task, BertConfig config, BertWeights weights, IrExportOptions options)
    {
        OpenVinoIrExporter.Write(task, config, weights, _folder.File("model.xml"), options);
        return _folder.File("model.xml");
    }

    private XDocument Read(IrExportOptions options) => XDocument.Load(Write(Taggers.Config, Taggers.Weights(Taggers.Config), options));

    private static IEnumerable<XElement> Layers(XDocument xml) => xml.Root!.Element("layers")!.Elements("layer");

    private static IEnumerable<XElement> Ports(XElement layer, string side) => layer.Elements(side).Elements("port");

    private static IEnumerable<XElement> Constants(XDocument xml) => Layers(xml).Where(IsOf("Const")).Select(layer => layer.Element("data")!);

    private static Func<XElement, bool> IsOf(string type) => layer => layer.Attribute("type")!.Value == type;

    private static long Number(XElement element, string attribute) => long.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
