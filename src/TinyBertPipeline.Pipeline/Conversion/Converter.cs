namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>Who writes the OpenVINO IR.</summary>
public enum Converter
{
    /// <summary>This project's own writer, from the weights.</summary>
    Builtin,

    /// <summary>OpenVINO's converter as a child process, from <c>model.onnx</c>.</summary>
    Ovc,
}
