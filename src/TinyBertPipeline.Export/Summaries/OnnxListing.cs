using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Onnx;

namespace TinyBertPipeline.Export.Summaries;

/// <summary>A readable listing of an ONNX file, whoever wrote it: what it says of itself, inputs, outputs, weights, nodes and their types.</summary>
public sealed record OnnxListing
{
    /// <summary>The graph's name.</summary>
    public required string Graph { get; init; }

    /// <summary>The version of the format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>The operator sets: domain (empty for the standard one) and version.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Name and version of the program that wrote the file.</summary>
    public required string Producer { get; init; }

    /// <summary>Keys and values of the file's metadata.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; }

    /// <summary>Inputs with their types.</summary>
    public required IReadOnlyList<ListedValue> Inputs { get; init; }

    /// <summary>Outputs with their types.</summary>
    public required IReadOnlyList<ListedValue> Outputs { get; init; }

    /// <summary>Constants with their types.</summary>
    public required IReadOnlyList<ListedValue> Initializers { get; init; }

    /// <summary>Nodes in their order.</summary>
    public required IReadOnlyList<ListedNode> Nodes { get; init; }

    /// <summary>Number of floating-point values in the constants.</summary>
    public required long Parameters { get; init; }

    /// <summary>How many nodes there are of each operator.</summary>
    public IReadOnlyDictionary<string, int> Operators =>
        new SortedDictionary<string, int>(Nodes.CountBy(node => node.Operator).ToDictionary(), StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">The file is absent or no ONNX model.</exception>
    public static OnnxListing Read(string path) => OnnxListingReader.Read(OnnxFile.Read(path));

    /// <summary>The listing as text.</summary>
    public string ToText() => OnnxListingText.Format(this);
}

/// <summary>A node.</summary>
/// <param name="Operator">The operator, with its domain unless it is a standard one.</param>
/// <param name="Name">The node's name.</param>
/// <param name="Inputs">Names of its inputs.</param>
/// <param name="Outputs">Its outputs; an unknown type is empty.</param>
/// <param name="Attributes">Its attributes.</param>
public sealed record ListedNode(
    string Operator, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<ListedValue> Outputs, IReadOnlyList<KeyValuePair<string, string>> Attributes);

/// <summary>A value and its type, for example <c>int64 [batch_size, sequence_length]</c>.</summary>
public sealed record ListedValue(string Name, string Type);
