using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests.OpenVinoIr;

public sealed class ConverterSummaryTests
{
    private static readonly ConverterReport _plain = new()
    {
        Converter = "builtin",
        ConverterVersion = "0.1.0",
        InputModel = "/bundles/student",
        XmlPath = "/bundles/student/openvino_model.xml",
        Duration = TimeSpan.FromMilliseconds(1234),
        PeakMemory = 200 << 20,
    };

    [Fact]
    public void AConversionWithDefaultsIsSummedUpAsTheClassicConverterDid() =>
        Golden.AssertEqual("OpenVinoIr/Golden/summary-defaults.txt", ConverterSummary.Format(_plain));

    [Fact]
    public void OptionsAndWarningsStandInTheSummary() => Golden.AssertEqual("OpenVinoIr/Golden/summary-options.txt", ConverterSummary.Format(_plain with
    {
        Converter = "ovc",
        ConverterVersion = "2026.4.1-22982-e213a147257-releases/2026/4",
        InputModel = "/bundles/student/model.onnx",
        InputShape = new(1, 128),
        CompressToFp16 = true,
        RuntimeFolder = "/opt/openvino/libs",
        RuntimeVersion = "2026.4.1-22982-e213a147257-releases/2026/4",
        Warnings = ["weights are rounded to 16-bit floats", "[ INFO ] a notice of the converter"],
    }));
}
