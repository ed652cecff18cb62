using System.Globalization;
using System.Text;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>
/// The argument summary that OpenVINO's classic Model Optimizer (2021.4) printed, and that its successor no longer prints: the same lines in
/// the same order, with the values of this conversion. What a text model never has (mean and scale values, colour channels) is not specified.
/// </summary>
public static class ConverterSummary
{
    private const string Inherited = "Not specified, inherited from the model";
    private const string Unspecified = "Not specified";

    /// <summary>The whole text, one line each, with a line feed at the end.</summary>
    public static string Format(ConverterReport report)
    {
        var text = new StringBuilder("Model Optimizer arguments:\nCommon parameters:\n");
        foreach (var (label, value) in Arguments(report)) text.Append(CultureInfo.InvariantCulture, $"\t- {label}: \t{value}\n");
        text.Append("ONNX specific parameters:\n");
        foreach (var (label, value) in Versions(report)) text.Append(CultureInfo.InvariantCulture, $"{label}: \t{value}\n");
        foreach (var warning in report.Warnings) text.Append(CultureInfo.InvariantCulture, $"{(warning.StartsWith("[ ", StringComparison.Ordinal) ? "" : "[ WARNING ] ")}{warning}\n");
        foreach (var line in Outcome(report)) text.Append(CultureInfo.InvariantCulture, $"[ SUCCESS ] {line}\n");
        return text.ToString();
    }

    private static IEnumerable<(string Label, string Value)> Arguments(ConverterReport report)
    {
        var isShaped = report.InputShape != InputShape.Dynamic;
        yield return ("Path to the Input Model", report.InputModel);
        yield return ("Path for generated IR", Path.GetDirectoryName(Path.GetFullPath(report.XmlPath))!);
        yield return ("IR output name", Path.GetFileNameWithoutExtension(report.XmlPath));
        yield return ("Log level", report.LogLevel);
        yield return ("Batch", report.InputShape.Batch?.ToString(CultureInfo.InvariantCulture) ?? Inherited);
        yield return ("Input layers", isShaped ? string.Join(',', ModelInputs.All) : Inherited);
        yield return ("Output layers", Inherited);
        yield return ("Input shapes", isShaped ? string.Join(',', ModelInputs.All.Select(_ => report.InputShape)) : Inherited);
        yield return ("Mean values", Unspecified);
        yield return ("Scale values", Unspecified);
        yield return ("Scale factor", Unspecified);
        yield return ("Precision of IR", report.CompressToFp16 ? "FP16" : "FP32");
        yield return ("Enable fusing", "True");
        yield return ("Enable grouped convolutions fusing", "True");
        yield return ("Move mean values to preprocess section", "None");
        yield return ("Reverse input channels", "False");
    }

    private static IEnumerable<(string Label, string Value)> Versions(ConverterReport report)
    {
        yield return ("\t- Inference Engine found in", report.RuntimeFolder ?? "not found (the model can be written, but not run here)");
        yield return ("Inference Engine version", report.RuntimeVersion ?? "none");
        yield return ("Model Optimizer version", $"{report.ConverterVersion} ({report.Converter})");
    }

    private static IEnumerable<string> Outcome(ConverterReport report)
    {
        yield return "Generated IR version 11 model.";
        yield return $"XML file: {Path.GetFullPath(report.XmlPath)}";
        yield return $"BIN file: {Path.ChangeExtension(Path.GetFullPath(report.XmlPath), ".bin")}";
        yield return string.Create(CultureInfo.InvariantCulture, $"Total execution time: {report.Duration.TotalSeconds:F2} seconds.");
        yield return string.Create(CultureInfo.InvariantCulture, $"Memory consumed: {report.PeakMemory >> 20} MB.");
    }
}
