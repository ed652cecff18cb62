using System.CommandLine;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Cli;

/// <summary>The one place that words remedies: libraries tell what to do as data and know neither verbs nor flags.</summary>
internal static class RemedyText
{
    /// <summary>The remedy in the words of the command line.</summary>
    /// <param name="remedy">What to do.</param>
    /// <param name="verb">The verb that met the fault; it decides which flags there are. Null for any.</param>
    public static string Of(Remedy remedy, Command? verb = null) => remedy.Kind switch
    {
        RemedyKind.Export => $"'tinybert export {remedy.Subject}' makes it",
        RemedyKind.Convert => $"'tinybert convert {remedy.Subject}' makes it",
        RemedyKind.Quantize => $"'tinybert quantize {remedy.Subject} --calibration FILE' makes it",
        RemedyKind.Calibrate => $"'tinybert calibrate {remedy.Subject} --data FILE --point recall=0.95' makes one",
        RemedyKind.GiveCalibration =>
            "name a file of sentences with --calibration FILE; the bundle's ranges are used again with --gate FILE alone",
        RemedyKind.GiveLabels => verb is null || verb.Options.Contains(ModelArguments.Labels)
            ? "give them with --labels, in the order of the classifier's rows"
            : $"write them into id2label of {Path.Combine(remedy.Subject ?? "", "config.json")}, in the order of the classifier's rows",
        RemedyKind.GiveScheme => $"if the labels are right as they are, '--scheme {remedy.Subject}' takes them",
        RemedyKind.GiveModelScheme => $"'--model-scheme {remedy.Subject}' takes that one, tinybert_pipeline.scheme in config.json keeps it",
        RemedyKind.GiveOut => "name another file with --out FILE",
        RemedyKind.GiveInputsRoot => "give --inputs DIR or set TINYBERT_INPUTS; docs/inputs.md says where to get it",
        RemedyKind.SetDataFormat => DataFormatArguments.Words(remedy.Subject!, verb),
        RemedyKind.InstallOpenVino => "'tinybert openvino install' fetches the libraries with pip, 'tinybert openvino install --wheel FILE' takes them "
            + "from an openvino wheel (no Python needed), both into artifacts/openvino; or set TINYBERT_OPENVINO to the folder that holds them",
        RemedyKind.GiveOpenVinoWheel => $"'tinybert openvino install --wheel {remedy.Subject}' unpacks it, no Python needed",
        RemedyKind.InstallOvc => "install it with 'pip install openvino' in a Python environment at artifacts/openvino/venv, or use --converter builtin",
        RemedyKind.InstallLibTorch => "'dotnet build' or 'dotnet publish' of this program for this system brings libtorch into the program's folder; "
            + "export, convert, evaluate and predict work without it",
        RemedyKind.ReinstallProgram => "install the program again, all files of it",
        RemedyKind.Overwrite when verb?.Options.Contains(CommonOptions.Overwrite) == true =>
            "choose another folder, or say --overwrite to replace what is there",
        RemedyKind.Overwrite => $"write the files again with --overwrite, or remove what is in {remedy.Subject}",
        RemedyKind.SetTemporaryFolder => "set TMPDIR to a folder that exists and can be written",
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy.Kind, "a remedy without words"),
    };

    /// <summary>Says on standard error what helps where engines were left out of a table.</summary>
    public static void NoteLeftOut(IEnumerable<string?> reasons)
    {
        if (reasons.Any(reason => reason is not null)) ConsoleMessages.Instance.Note("'tinybert doctor' says where the libraries were looked for and what to do");
    }
}
