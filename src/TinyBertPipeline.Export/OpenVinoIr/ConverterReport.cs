namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>What a converter was asked to do and what came of it: the content of <see cref="ConverterSummary"/>.</summary>
public sealed record ConverterReport
{
    /// <summary>The converter: <c>builtin</c> or <c>ovc</c>.</summary>
    public required string Converter { get; init; }

    /// <summary>The converter's version.</summary>
    public required string ConverterVersion { get; init; }

    /// <summary>The model that was read.</summary>
    public required string InputModel { get; init; }

    /// <summary>The <c>.xml</c> file that was written.</summary>
    public required string XmlPath { get; init; }

    /// <summary>The shape of the inputs.</summary>
    public InputShape InputShape { get; init; } = InputShape.Dynamic;

    /// <summary>Whether weights are stored as 16-bit floats.</summary>
    public bool CompressToFp16 { get; init; }

    /// <summary>How much the converter was asked to log.</summary>
    public string LogLevel { get; init; } = "ERROR";

    /// <summary>The folder of the OpenVINO libraries that will run the model, or null when none was found.</summary>
    public string? RuntimeFolder { get; init; }

    /// <summary>The version of those libraries.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How long the conversion took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The most memory that the process has held, in bytes.</summary>
    public long PeakMemory { get; init; }
}
