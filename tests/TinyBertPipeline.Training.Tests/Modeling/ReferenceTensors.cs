using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

/// <summary>The tensors of a reference file, floats in double precision.</summary>
internal sealed class ReferenceTensors(string path) : IDisposable
{
    private readonly SafetensorsFile _file = SafetensorsFile.Open(path);

    public IEnumerable<string> Names => _file.Entries.Keys;

    public Tensor this[string name] => _file.Entries[name].Type is ElementType.I64 or ElementType.BOOL
        ? tensor(_file.ReadInt64(name), _file.Entries[name].Shape)
        : tensor(_file.ReadDoubles(name), _file.Entries[name].Shape);

    public void Dispose() => _file.Dispose();

    /// <summary>Checks that the largest difference is within <paramref name="tolerance"/>.</summary>
    public static void AssertClose(string name, Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual.to(float64)).abs().max().ToDouble();
        Assert.True(difference <= tolerance, FormattableString.Invariant($"{name}: off by {difference:R}, allowed {tolerance:R}"));
    }

    /// <summary>Checks against 1e-5 x max(1, largest expected value).</summary>
    public static void AssertCloseToLargest(string name, Tensor expected, Tensor actual) =>
        AssertClose(name, expected, actual, 1e-5 * Math.Max(1, expected.abs().max().ToDouble()));
}
