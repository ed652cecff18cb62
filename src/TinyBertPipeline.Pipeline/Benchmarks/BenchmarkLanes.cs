using System.Diagnostics;
using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Precisions;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>A model in an engine and a precision, opened for measuring.</summary>
/// <param name="Model">The preset or the bundle's name.</param>
/// <param name="Bundle">The bundle.</param>
/// <param name="Engine">The engine's name.</param>
/// <param name="Precision">f32, bf16 or int8.</param>
/// <param name="Form">Where its file comes from: <c>builtin</c>, <c>ovc</c> or <c>onnx</c>.</param>
/// <param name="Threads">Processors that it uses, all requests together.</param>
/// <param name="Opened">The engine.</param>
public sealed record BenchmarkLane(string Model, Bundle Bundle, string Engine, string Precision, string Form, int Threads, IInferenceEngine Opened)
{
    /// <summary>Its name in a line of progress.</summary>
    public string Name => $"{Model} {Engine} {Precision}{(IsStatic ? " static" : "")}";

    /// <summary>Whether it was compiled for one form of batches alone.</summary>
    public bool IsStatic { get; init; }

    /// <summary>Time of opening it, in seconds.</summary>
    public double LoadSeconds { get; init; }

    /// <summary>By how much the process grew while it was opened, in bytes.</summary>
    public long MemoryBytes { get; init; }
}

/// <summary>Engines of bundles in several precisions, side by side.</summary>
internal sealed class BenchmarkLanes : IDisposable
{
    private readonly List<BenchmarkLane> _lanes = [];

    public IReadOnlyList<BenchmarkLane> All => _lanes;

    /// <summary>Opens each engine in each precision that it has; what cannot be opened is left out and noted.</summary>
    /// <exception cref="EnvironmentException">Nothing can be opened.</exception>
    public static BenchmarkLanes Open(
        IReadOnlyList<(string Name, Bundle Bundle)> bundles, IReadOnlyList<string> engines, IReadOnlyList<string> precisions, EngineSettings settings)
    {
        var lanes = new BenchmarkLanes();
        try
        {
            foreach (var (name, bundle) in bundles)
            {
                foreach (var engine in engines)
                {
                    foreach (var precision in precisions.Where(precision => Has(engine, precision)))
                        lanes.Add(name, bundle, engine, settings with { Precision = precision, Spin = false });
                }
            }
            if (lanes._lanes.Count > 0) return lanes;
            if (!engines.Any(engine => precisions.Any(precision => Has(engine, precision))))
            {
                throw new InvalidInputException(InputKind.Configuration, null, $"none of the engines {string.Join(", ", engines)} has precision "
                    + $"{string.Join(" or ", precisions)}: f32 is there in all, bf16 in OpenVINO, int8 in ONNX Runtime and OpenVINO");
            }
            throw new EnvironmentException(bundles.Count == 0 ? "there is no model to measure"
                : "no engine can be opened on any of the models; the lines before say why");
        }
        catch
        {
            lanes.Dispose();
            throw;
        }
    }

    /// <summary>The OpenVINO models of <paramref name="others"/>, compiled for one form of batches.</summary>
    public static BenchmarkLanes OpenStatic(BenchmarkLanes others, (int Batch, int Length) form, EngineSettings settings)
    {
        var lanes = new BenchmarkLanes();
        try
        {
            foreach (var lane in others.All.Where(lane => lane.Engine is EngineFactory.OpenVino or EngineFactory.OpenVinoOnnx))
                lanes.Add(lane.Model, lane.Bundle, lane.Engine, settings with { Precision = lane.Precision, Spin = false, StaticShape = form });
            return lanes;
        }
        catch
        {
            lanes.Dispose();
            throw;
        }
    }

    /// <summary>Checks that every model takes batches of some forms.</summary>
    /// <exception cref="InvalidInputException">One does not; all are told.</exception>
    public void ThrowIfUnfit(IReadOnlyList<(int Batch, int Length)> forms) => OptionsFaults.ThrowIfAny(
    [
        .. from lane in _lanes
           from form in forms
           let info = lane.Opened.Info
           let rows = info.FixedRows ?? form.Batch
           let length = info.FixedLength ?? Math.Min(form.Length, info.MaxPositions)
           where (rows, length) != form
           select string.Create(CultureInfo.InvariantCulture, $"{lane.Name} cannot take {form.Batch}x{form.Length}: it takes ")
               + (info.FixedRows is null && info.FixedLength is null ? string.Create(CultureInfo.InvariantCulture, $"{info.MaxPositions} pieces at most")
                   : string.Create(CultureInfo.InvariantCulture, $"{info.FixedRows?.ToString(CultureInfo.InvariantCulture) ?? "any"}x{info.FixedLength?.ToString(CultureInfo.InvariantCulture) ?? "any"} only")),
    ]);

    public void Dispose()
    {
        foreach (var lane in _lanes) lane.Opened.Dispose();
    }

    private void Add(string name, Bundle bundle, string engine, EngineSettings settings)
    {
        if (settings.Precision == ModelPrecision.Int8 && !File.Exists(engine == EngineFactory.Onnx ? bundle.QuantizedOnnxPath : bundle.QuantizedIrPath))
        {
            settings.Messages.Warn($"{name}, {engine}: there is no quantized model, int8 is left out");
            return;
        }
        var (start, memory) = (Stopwatch.GetTimestamp(), Environment.WorkingSet);
        var opened = OpenedEngine.TryOpen(engine, bundle, settings);
        if (opened.Engine is not { } usable)
        {
            settings.Messages.Warn($"{name}, {engine} is left out: {opened.SkipReason}");
            return;
        }
        var threads = Math.Min(Environment.ProcessorCount, settings.Threads == 0 ? Environment.ProcessorCount : settings.Threads * usable.Info.UsefulRequests);
        _lanes.Add(new BenchmarkLane(name, bundle, engine, settings.Precision, FormOf(engine, bundle), threads, usable)
        {
            IsStatic = settings.StaticShape is not null,
            LoadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            MemoryBytes = Environment.WorkingSet - memory,
        });
    }

    private static bool Has(string engine, string precision) => precision == ModelPrecision.F32
        || (precision == ModelPrecision.Bf16 && engine is EngineFactory.OpenVino or EngineFactory.OpenVinoOnnx)
        || (precision == ModelPrecision.Int8 && engine is EngineFactory.Onnx or EngineFactory.OpenVino);

    // OpenVINO's converter writes down what it was called with.
    private static string FormOf(string engine, Bundle bundle) => engine != EngineFactory.OpenVino ? "onnx"
        : File.ReadLines(bundle.IrPath).Any(line => line.Contains("<conversion_parameters", StringComparison.Ordinal)) ? "ovc" : "builtin";
}
