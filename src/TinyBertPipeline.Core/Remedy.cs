namespace TinyBertPipeline.Core;

/// <summary>
/// What a user can do about a fault, as data: libraries know no verbs and no flags. The command line words it; other callers have the kind.
/// </summary>
/// <param name="Kind">What to do.</param>
/// <param name="Subject">What to do it to, for example the bundle's folder; null where the kind says all.</param>
public sealed record Remedy(RemedyKind Kind, string? Subject = null);

/// <summary>The things that a user can be asked to do.</summary>
public enum RemedyKind
{
    /// <summary>Make the ONNX model of the bundle <see cref="Remedy.Subject"/>.</summary>
    Export,

    /// <summary>Make the OpenVINO IR of the bundle <see cref="Remedy.Subject"/>.</summary>
    Convert,

    /// <summary>Make the 8-bit models of the bundle <see cref="Remedy.Subject"/>.</summary>
    Quantize,

    /// <summary>Fit operating points of the bundle <see cref="Remedy.Subject"/> on labelled text.</summary>
    Calibrate,

    /// <summary>Give sentences to calibrate 8-bit models on.</summary>
    GiveCalibration,

    /// <summary>Give the labels that a model was saved without.</summary>
    GiveLabels,

    /// <summary>Say which scheme labels are of; <see cref="Remedy.Subject"/> names one that would do.</summary>
    GiveScheme,

    /// <summary>Say which scheme a model's labels are of; <see cref="Remedy.Subject"/> names one that they may be of.</summary>
    GiveModelScheme,

    /// <summary>Name another file or folder to write.</summary>
    GiveOut,

    /// <summary>Say below which folder configs find their inputs.</summary>
    GiveInputsRoot,

    /// <summary>Set members of the data's format as <see cref="Remedy.Subject"/> has them: <c>labelColumn=3</c>, several parted by <c>;</c>.</summary>
    SetDataFormat,

    /// <summary>Install OpenVINO's libraries, or say where they are.</summary>
    InstallOpenVino,

    /// <summary>Fetch the wheel <see cref="Remedy.Subject"/> and give it.</summary>
    GiveOpenVinoWheel,

    /// <summary>Install OpenVINO's own converter, or take the builtin one.</summary>
    InstallOvc,

    /// <summary>Bring libtorch into the program's folder.</summary>
    InstallLibTorch,

    /// <summary>Install the program again, with all files that belong to it.</summary>
    ReinstallProgram,

    /// <summary>Choose another folder than <see cref="Remedy.Subject"/>, or say that files in it may be replaced.</summary>
    Overwrite,

    /// <summary>Set the system's folder for temporary files to one that exists and can be written.</summary>
    SetTemporaryFolder,
}
