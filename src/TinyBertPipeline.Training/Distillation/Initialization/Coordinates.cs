using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>Sets of kept coordinates as the tensors that index by them.</summary>
internal static class Coordinates
{
    /// <summary>The coordinates of 0..width-1 that are not kept, ascending.</summary>
    public static int[] Complement(int[] kept, int width)
    {
        var isKept = new bool[width];
        foreach (var coordinate in kept) isKept[coordinate] = true;
        return [.. Enumerable.Range(0, width).Where(coordinate => !isKept[coordinate])];
    }

    /// <summary>The coordinates as an index tensor (int64).</summary>
    public static Tensor ToTensor(int[] coordinates) => tensor(Array.ConvertAll(coordinates, coordinate => (long)coordinate));
}
