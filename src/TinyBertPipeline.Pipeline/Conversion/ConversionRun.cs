using System.Diagnostics;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Converts a bundle to OpenVINO IR.</summary>
public static class ConversionRun
{
    /// <summary>The folders in which <c>ovc</c> is looked for before PATH: the one named, TINYBERT_OPENVINO, <c>artifacts/openvino</c>.</summary>
    public static IReadOnlyList<string> Installations(string? openVino) => OpenVinoLibrary.Installations(openVino);

    /// <summary>Converts; the report is what <see cref="ConverterSummary"/> prints.</summary>
    /// <exception cref="EnvironmentException"><c>ovc</c> was asked for and is not found, or breaks down.</exception>
    /// <exception cref="InvalidInputException">The weights or the ONNX model cannot be used, or files of another would be replaced.</exception>
    public static ConverterReport Run(Bundle bundle, ConversionOptions options, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var xmlPath = options.XmlPath ?? bundle.IrPath;
        if (!xmlPath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
            throw new InvalidInputException(InputKind.Configuration, xmlPath, "expected a name that ends in .xml; the weights go beside it, into .bin");
        ThrowIfUnusable(bundle, options.InputShape);
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(xmlPath))!, Path.GetFileName(xmlPath));
        OutputFolder.Create(folder);
        // Graph and weights are one: both old or both new.
        using var update = FolderUpdate.Begin(folder, options.Overwrite, name, Path.ChangeExtension(name, ".bin"));
        var report = options.Converter == Converter.Builtin
            ? ConvertBuiltin(bundle, options, update.Sub(name)) : ConvertByOvc(bundle, options, update.Sub(name), cancellation);
        update.Commit();
        report = report with { XmlPath = xmlPath, Duration = clock.Elapsed, PeakMemory = Math.Max(report.PeakMemory, OwnPeakMemory()) };
        var library = OpenVinoLibrary.Search(options.OpenVinoFolder).Library;
        return library is null ? report : report with { RuntimeFolder = Path.GetDirectoryName(library), RuntimeVersion = OpenVinoLibrary.Build };
    }

    // A shape that no later verb could use is refused before anything is written.
    private static void ThrowIfUnusable(Bundle bundle, InputShape shape)
    {
        var (least, most) = (BundleSettings.SmallestWindow, bundle.Config.MaxPositions);
        if (shape.Length < least || shape.Length > most)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"input shape {shape}: the model takes sequences of {least} to {most} pieces");
        }
    }

    private static ConverterReport ConvertBuiltin(Bundle bundle, ConversionOptions options, string xmlPath)
    {
        OpenVinoIrExporter.Write(bundle.Task, bundle.Config, bundle.LoadWeights(), xmlPath, new IrExportOptions
        {
            CompressToFp16 = options.CompressToFp16,
            InputShape = options.InputShape,
            Metadata = ExportRun.Metadata(bundle),
        });
        return Report(options, bundle.Folder, xmlPath, "builtin", typeof(ConversionRun).Assembly.GetName().Version!.ToString(3));
    }

    private static ConverterReport ConvertByOvc(Bundle bundle, ConversionOptions options, string xmlPath, CancellationToken cancellation)
    {
        var places = Installations(options.OpenVinoFolder);
        var ovc = OvcConverter.Find(places) ?? throw new EnvironmentException($"ovc was not found in {string.Join(", ", places)} or on PATH")
        {
            Remedy = new Remedy(RemedyKind.InstallOvc),
        };
        if (!File.Exists(bundle.OnnxPath))
            throw new InvalidInputException(InputKind.Model, bundle.OnnxPath, "no such file") { Remedy = new Remedy(RemedyKind.Export, bundle.Folder) };
        // A child process is waited for; there is nothing else to do on this thread.
        var result = ovc.ConvertAsync(new OvcOptions
        {
            ModelPath = bundle.OnnxPath,
            XmlPath = xmlPath,
            CompressToFp16 = options.CompressToFp16,
            InputShape = options.InputShape,
        }, cancellation).GetAwaiter().GetResult();
        return Report(options, bundle.OnnxPath, xmlPath, "ovc", result.Version) with { Warnings = result.Warnings, PeakMemory = result.PeakMemory };
    }

    private static ConverterReport Report(ConversionOptions options, string input, string xmlPath, string converter, string version) => new()
    {
        Converter = converter,
        ConverterVersion = version,
        InputModel = input,
        XmlPath = xmlPath,
        InputShape = options.InputShape,
        CompressToFp16 = options.CompressToFp16,
    };

    private static long OwnPeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
