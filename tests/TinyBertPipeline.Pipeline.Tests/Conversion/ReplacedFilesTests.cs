using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Conversion;

namespace TinyBertPipeline.Pipeline.Tests.Conversion;

public sealed class ReplacedFilesTests : IDisposable
{
    private const string Own = "the user's";

    private readonly TemporaryFolder _folder = new();
    private readonly Bundle _bundle;

    public ReplacedFilesTests() => _bundle = TinyBundle.Create(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnExportReplacesItsOwnFileAnyTimeAndOneOfTheUserWhenTold()
    {
        ExportRun.Run(_bundle);
        ExportRun.Run(_bundle, opset: 17);
        File.WriteAllText(_bundle.OnnxPath, Own);
        var e = Assert.Throws<InvalidInputException>(() => ExportRun.Run(_bundle));
        Assert.Equal((InputKind.Configuration, RemedyKind.Overwrite), (e.Kind, e.Remedy?.Kind));
        Assert.Equal(Own, File.ReadAllText(_bundle.OnnxPath));
        ExportRun.Run(_bundle, overwrite: true);
        EngineFactory.Open(EngineFactory.Onnx, _bundle).Dispose();
    }

    [Fact]
    public void AConversionRefusesAnotherFileInThePlaceOfItsWeightsToo()
    {
        var (xml, bin) = (_folder.File("model.xml"), _folder.Write("model.bin", Own));
        Assert.Throws<InvalidInputException>(() => ConversionRun.Run(_bundle, new ConversionOptions { XmlPath = xml }));
        Assert.Equal(Own, File.ReadAllText(bin));
        Assert.False(File.Exists(xml));
        var report = ConversionRun.Run(_bundle, new ConversionOptions { XmlPath = xml, Overwrite = true });
        Assert.Equal(xml, report.XmlPath);
        Assert.True(File.Exists(xml));
    }

    [Theory]
    [InlineData("config.json", "-PER", "-MAN")]
    [InlineData("vocab.txt", "a", "\u00e4")]
    public void AModelIsRefusedOnceItsLabelsOrItsTokenizerAreOthers(string file, string old, string changed)
    {
        ExportRun.Run(_bundle);
        var path = Path.Combine(_bundle.Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, changed, StringComparison.Ordinal));
        var e = Assert.Throws<InvalidInputException>(() => EngineFactory.Open(EngineFactory.Onnx, Bundle.Open(_bundle.Folder)));
        Assert.Equal((InputKind.Model, RemedyKind.Export), (e.Kind, e.Remedy?.Kind));
        Assert.Contains("config or tokenizer", e.Message, StringComparison.Ordinal);
    }
}
