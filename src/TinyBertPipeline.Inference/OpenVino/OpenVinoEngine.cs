using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Inference.Engines;
using TinyBertPipeline.Inference.ModelFiles;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Inference.Profiling;

namespace TinyBertPipeline.Inference.OpenVino;

/// <summary>
/// A BERT model in OpenVINO: an IR or an ONNX file. The eight steps of an OpenVINO deployment are numbered here and in
/// <see cref="OpenVinoRequest"/>: core, read, inspect, reshape, compile, request, run, results.
/// </summary>
public sealed class OpenVinoEngine : IInferenceEngine, IProfiledEngine
{
    private readonly CompiledModel _compiled;

    private OpenVinoEngine(string path, CompiledModel compiled, OpenVinoOptions options, EngineInfo info) =>
        (Path, _compiled, Options, Info, Inputs) = (path, compiled, options, info, compiled.Inputs);

    /// <inheritdoc/>
    public EngineInfo Info { get; }

    /// <summary>The model's file.</summary>
    internal string Path { get; }

    /// <summary>What runs of all requests pass, so that disposing waits for them and ends them.</summary>
    internal CallGate Calls { get; } = new(typeof(OpenVinoEngine));

    internal OpenVinoOptions Options { get; }

    internal IReadOnlyList<Port> Inputs { get; }

    /// <summary>Loads a model with int64 inputs [B,T] and float outputs.</summary>
    /// <param name="modelPath">The <c>.xml</c> of an IR, with its <c>.bin</c> beside it, or an <c>.onnx</c> file.</param>
    /// <param name="options">Sizes of the model, precision, threads, and the weights it must come from.</param>
    /// <exception cref="InvalidInputException">The model is missing, broken, no BERT, or made from other weights; or an option is invalid.</exception>
    /// <exception cref="EnvironmentException">OpenVINO, its CPU plugin or the front end for this kind of file is missing.</exception>
    public static OpenVinoEngine Load(string modelPath, OpenVinoOptions options)
    {
        options.Validate();
        ThrowIfInvalid(options);
        var origin = WeightsOrigin.Read(modelPath, options);
        return origin.Check(() => Load(modelPath, options, origin.Weights));
    }

    /// <inheritdoc/>
    public IInferenceRequest CreateRequest()
    {
        Calls.Enter();
        try
        {
            // 6. Request: a place for one inference at a time. Steps 7 and 8 are its own.
            return new OpenVinoRequest(this, _compiled.CreateInferRequest());
        }
        finally
        {
            Calls.Leave();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<LayerTime> TimeLayers(TokenBatch batch, int warmup, int runs, CancellationToken cancellation = default)
    {
        if (!Options.Profile) throw new InvalidOperationException("the model was opened without profiling");
        using var request = (OpenVinoRequest)CreateRequest();
        var layers = new List<LayerTime>();
        for (var run = 0; run < warmup + runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            request.Run(batch);
            layers.AddRange(request.LayerTimes());
        }
        return LayerTime.Medians(layers, warmup);
    }

    /// <summary>Waits for the runs under way and releases the model; its requests then refuse to run.</summary>
    public void Dispose()
    {
        if (Calls.Close()) _compiled.Dispose();
    }

    private static OpenVinoEngine Load(string modelPath, OpenVinoOptions options, string? weights)
    {
        // 1. Core: the entry to the runtime.
        using var core = new Binding.Core(options.LibraryFolder);
        // Asking for all devices loads the libraries of all.
        if (options.Device != ProcessCore.Cpu || !ProcessCore.HasCpu)
            OpenVinoFaults.ThrowIfDeviceIsMissing(core.AvailableDevices(), options.Device);

        // 2. Read the model.
        using var model = OpenVinoFaults.AsModelFault(modelPath, () => core.ReadModel(modelPath));

        // 3. Inspect its inputs and outputs.
        Inspect(modelPath, model);

        // 4. Reshape: a fixed shape is somewhat faster; without one the model keeps its open dimensions.
        if (options.StaticShape is var (rows, length))
        {
            var shape = new PartialShape(rows, length);
            OpenVinoFaults.AsModelFault(modelPath, () => model.Reshape(model.Inputs.ToDictionary(input => input.Name, _ => shape)));
        }

        // 5. Compile it for the device.
        var compiled = OpenVinoFaults.AsModelFault(modelPath, () => Compile(core, model, options, weights));
        return new OpenVinoEngine(modelPath, compiled, options, Describe(modelPath, model, compiled, options));
    }

    private static void ThrowIfInvalid(OpenVinoOptions options)
    {
        if (options.Precision is not ("f32" or "bf16"))
            throw new InvalidInputException(InputKind.Configuration, null, $"precision '{options.Precision}' is unknown; valid are f32 and bf16");
        ArgumentOutOfRangeException.ThrowIfNegative(options.Streams);
    }

    // A property that the documentation does not name: a runtime without it does without.
    private static CompiledModel Compile(Binding.Core core, Model model, OpenVinoOptions options, string? weights)
    {
        const string Fusing = "SNIPPETS_MODE";
        var properties = PropertiesOf(options, weights);
        if (options is not { VariesLengths: true, StaticShape: null, Device: ProcessCore.Cpu } || !CpuFeatures.Detect().Avx512)
            return core.CompileModel(model, options.Device, properties);
        try
        {
            return core.CompileModel(model, options.Device, WithCache(options, weights, new(properties) { [Fusing] = "DISABLE" }));
        }
        catch (OpenVinoException e) when (e.Detail.Contains(Fusing, StringComparison.Ordinal))
        {
            return core.CompileModel(model, options.Device, properties);
        }
    }

    private static Dictionary<string, string> PropertiesOf(OpenVinoOptions options, string? weights)
    {
        if (options.Device != ProcessCore.Cpu)
            return WithCache(options, weights, new()
            {
                ["PERFORMANCE_HINT"] = options.UsefulRequests > 1 ? "THROUGHPUT" : "LATENCY",
                ["PERF_COUNT"] = options.Profile ? "YES" : "NO",
            });
        // OpenVINO counts the threads of all streams together.
        var streams = options.EffectiveStreams;
        var threads = options.Threads > 0 ? options.Threads * streams : Environment.ProcessorCount;
        var properties = new Dictionary<string, string>
        {
            ["PERF_COUNT"] = options.Profile ? "YES" : "NO",
            ["INFERENCE_PRECISION_HINT"] = options.Precision,
            ["INFERENCE_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture),
            ["NUM_STREAMS"] = streams.ToString(CultureInfo.InvariantCulture),
        };
        return WithCache(options, weights, properties);
    }

    // The runtime's key of a compiled model lacks the precision: one that was compiled for f32 would be taken for bf16, and give NaN.
    private static Dictionary<string, string> WithCache(OpenVinoOptions options, string? weights, Dictionary<string, string> properties)
    {
        if (options.CacheFolder is not { } folder) return properties;
        var cpu = CpuFeatures.Detect();
        var key = string.Join(';', properties.Select(property => $"{property.Key}={property.Value}")
            .Append($"{options.Device} {OpenVinoLibrary.Build} {weights} {cpu.Model} {string.Join(' ', cpu.Names)}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        properties["CACHE_DIR"] = System.IO.Path.Combine(folder, hash[..16]);
        return properties;
    }

    private static void Inspect(string path, Model model)
    {
        var inputs = model.Inputs;
        InputCheck.Validate(path, [.. inputs.Select(input => input.Name)]);
        foreach (var input in inputs)
        {
            if (input.ElementType != ElementType.I64 || (!input.Shape.IsRankDynamic && input.Shape.Count != 2))
                throw new InvalidInputException(InputKind.Model, path, $"input {input} must be I64 [batch,sequence]");
        }
        foreach (var output in model.Outputs)
        {
            if (output.ElementType != ElementType.F32) throw new InvalidInputException(InputKind.Model, path, $"output {output} must be F32");
        }
    }

    // The names are those of the model that was read: in the compiled one fused layers add theirs to an output's names.
    private static EngineInfo Describe(string path, Model model, CompiledModel compiled, OpenVinoOptions options) => new(
        "openvino",
        OpenVinoLibrary.Build?.Split('-')[0] ?? "",
        options.Device,
        options.IsQuantized ? "int8" : options.Device == ProcessCore.Cpu ? compiled.GetProperty("INFERENCE_PRECISION_HINT") : options.Precision,
        [.. model.Inputs.Select(input => input.Name)],
        [.. model.Outputs.Select(output => output.Name)],
        options.VocabularySize,
        options.MaxPositions,
        int.Parse(compiled.GetProperty("OPTIMAL_NUMBER_OF_INFER_REQUESTS"), CultureInfo.InvariantCulture))
    {
        BesideGraph = BesideTensors.Read(path, options.BesideGraph),
        FixedRows = Fixed(model.Inputs[0].Shape, axis: 0),
        FixedLength = Fixed(model.Inputs[0].Shape, axis: 1),
    };

    private static int? Fixed(PartialShape shape, int axis) =>
        shape.IsRankDynamic || shape[axis].IsDynamic ? null : (int)shape[axis].Min;
}
