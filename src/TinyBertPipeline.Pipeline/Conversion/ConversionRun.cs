using System.Diagnostics;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Export;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Converts a bundle to OpenVINO IR.</summary>
public static class ConversionRun
{
    /// <summary>The folders in which an installation of OpenVINO is looked for before PATH.</summary>
    public static IReadOnlyList<string> Installations(string? openVino) => openVino is null ? [Path.Combine("artifacts", "openvino")] : [openVino, Path.Combine("artifacts", "openvino")];

    /// <summary>Converts; the report is what <see cref="ConverterSummary"/> prints.</summary>
    /// <exception cref="EnvironmentException"><c>ovc</c> was asked for and is not found, or breaks down.</exception>
    /// <exception cref="InvalidInputException">The weights or the ONNX model cannot be used.</exception>
    public static async Task<ConverterReport> RunAsync(Bundle bundle, ConversionOptions options, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var xmlPath = options.XmlPath ?? bundle.IrPath;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(xmlPath))!);
        var library = OpenVinoLibrary.Find(options.OpenVino);
        var report = options.Converter == Converter.Builtin ? ConvertBuiltin(bundle, options, xmlPath) : await ConvertByOvcAsync(bundle, options, xmlPath, cancellation).ConfigureAwait(false);
        return report with
        {
            RuntimeFolder = library is null ? null : Path.GetDirectoryName(library),
            Duration = clock.Elapsed,
            PeakMemory = Process.GetCurrentProcess().PeakWorkingSet64,
        };
    }

    private static ConverterReport ConvertBuiltin(Bundle bundle, ConversionOptions options, string xmlPath)
    {
        OpenVinoIrExporter.Write(bundle.Config, bundle.LoadWeights(), xmlPath, new IrExportOptions
        {
            CompressToFp16 = options.CompressToFp16,
            InputShape = options.InputShape,
            Metadata = ExportRun.Metadata(bundle),
        });
        return Report(options, bundle.Folder, xmlPath, "builtin", typeof(ConversionRun).Assembly.GetName().Version!.ToString(3), []);
    }

    private static async Task<ConverterReport> ConvertByOvcAsync(Bundle bundle, ConversionOptions options, string xmlPath, CancellationToken cancellation)
    {
        var ovc = OvcConverter.Find(Installations(options.OpenVino)) ?? throw new EnvironmentException(
            "ovc was not found in artifacts/openvino/venv/bin, in the folder of --openvino, or on PATH; install it with 'pip install openvino' in a Python 3.11 environment there, or use --converter builtin");
        if (!File.Exists(bundle.OnnxPath)) throw new InvalidInputException(InputKind.Model, bundle.OnnxPath, $"no such file; write it with 'tinybert export {bundle.Folder}'");
        var result = await ovc.ConvertAsync(new OvcOptions
        {
            ModelPath = bundle.OnnxPath,
            XmlPath = xmlPath,
            CompressToFp16 = options.CompressToFp16,
            InputShape = options.InputShape,
        }, cancellation).ConfigureAwait(false);
        return Report(options, bundle.OnnxPath, xmlPath, "ovc", result.Version, result.Warnings);
    }

    private static ConverterReport Report(ConversionOptions options, string input, string xmlPath, string converter, string version, IReadOnlyList<string> warnings) => new()
    {
        Converter = converter,
        ConverterVersion = version,
        InputModel = input,
        XmlPath = xmlPath,
        InputShape = options.InputShape,
        CompressToFp16 = options.CompressToFp16,
        Warnings = warnings,
    };
}
