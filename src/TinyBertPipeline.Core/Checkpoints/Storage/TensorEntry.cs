using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Storage;

/// <summary>A tensor that a checkpoint file holds. Its size has been checked against the file.</summary>
/// <param name="File">The file that holds its bytes.</param>
/// <param name="Name">Its name in that file.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
public sealed record TensorEntry(string File, string Name, ElementType Type, long[] Shape)
{
    /// <summary>Number of elements: the product of <see cref="Shape"/>.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>Bytes of its elements, packed.</summary>
    public long ByteLength => checked(Count * Type.Size());

    /// <summary>An error about this tensor that names file and tensor.</summary>
    internal InvalidInputException Refuse(string message) => new(InputKind.Model, File, $"tensor {Quote(Name)} {message}");
}
