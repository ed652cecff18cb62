using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>How a bundle is converted to OpenVINO IR.</summary>
public sealed record ConversionOptions
{
    /// <summary>Who writes the IR: this project, or OpenVINO's <c>ovc</c> from the bundle's <c>model.onnx</c>.</summary>
    public Converter Converter { get; init; }

    /// <summary>Store weights as 16-bit floats: half the file, the same speed, rounded weights.</summary>
    public bool CompressToFp16 { get; init; }

    /// <summary>A fixed shape of the inputs; dynamic by default.</summary>
    public InputShape InputShape { get; init; } = InputShape.Dynamic;

    /// <summary>The IR to write; null for the bundle's own place.</summary>
    public string? XmlPath { get; init; }

    /// <summary>Whether an IR may be replaced that this program has not written.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Folder with OpenVINO's libraries, or null to look in the usual places.</summary>
    public string? OpenVinoFolder { get; init; }
}

/// <summary>Who writes the OpenVINO IR.</summary>
public enum Converter
{
    /// <summary>This project's own writer, from the weights.</summary>
    Builtin,

    /// <summary>OpenVINO's converter as a child process, from <c>model.onnx</c>.</summary>
    Ovc,
}
