using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Engines;
using TinyBertPipeline.Inference.ModelFiles;
using TinyBertPipeline.Inference.Profiling;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>A BERT model in ONNX Runtime on the CPU.</summary>
public sealed class OnnxRuntimeEngine : IInferenceEngine, IProfiledEngine
{
    private readonly SharedSession _session;
    private readonly int[] _shape;
    private bool _isProfiled;

    private OnnxRuntimeEngine(string path, InferenceSession session, OnnxRuntimeOptions options, EngineInfo info)
    {
        (Path, _session, Options, Info) = (path, new SharedSession(session), options, info);
        _isProfiled = options.ProfileFolder is not null;
        _shape = session.InputMetadata[info.Inputs[0]].Dimensions;
    }

    /// <inheritdoc/>
    public EngineInfo Info { get; }

    /// <summary>What runs of all requests pass, so that disposing waits for them and ends them.</summary>
    internal CallGate Calls { get; } = new(typeof(OnnxRuntimeEngine));

    internal OnnxRuntimeOptions Options { get; }

    /// <summary>The model's file.</summary>
    internal string Path { get; }

    /// <summary>Checks what the runtime does not report, or only in its own words.</summary>
    /// <exception cref="ArgumentException">The batch does not fit the model.</exception>
    internal void ThrowIfUnfit(TokenBatch batch)
    {
        Options.ThrowIfUnfit(batch, Info);
        // Open dimensions are negative.
        if ((_shape[0] >= 0 && _shape[0] != batch.Rows) || (_shape[1] >= 0 && _shape[1] != batch.Length))
            throw new ArgumentException($"a batch of {batch.Rows}x{batch.Length} does not fit the model's fixed shape {_shape[0]}x{_shape[1]}");
    }

    /// <summary>Loads a model with int64 inputs [B,T] and float outputs.</summary>
    /// <param name="onnxPath">The <c>.onnx</c> file.</param>
    /// <param name="options">Sizes of the model, threads, and the weights it must come from.</param>
    /// <exception cref="InvalidInputException">The file is missing, broken, no BERT, or made from other weights.</exception>
    /// <exception cref="EnvironmentException">ONNX Runtime's native library cannot be loaded.</exception>
    public static OnnxRuntimeEngine Load(string onnxPath, OnnxRuntimeOptions options)
    {
        options.Validate();
        var session = WeightsOrigin.Read(onnxPath, options).Check(() => CreateSession(onnxPath, options));
        try
        {
            return new OnnxRuntimeEngine(onnxPath, session, options, Describe(onnxPath, session, options));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IInferenceRequest CreateRequest()
    {
        Calls.Enter();
        try
        {
            return new OnnxRuntimeRequest(this, _session);
        }
        finally
        {
            Calls.Leave();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<LayerTime> TimeLayers(TokenBatch batch, int warmup, int runs, CancellationToken cancellation = default)
    {
        if (!_isProfiled) throw new InvalidOperationException("the model was opened without profiling, or was profiled before");
        _isProfiled = false;
        using var request = CreateRequest();
        for (var run = 0; run < warmup + runs; run++) request.Run(batch, cancellation);
        return LayerTime.Medians(ProfileRecord.Read(_session.EndProfiling()), warmup);
    }

    /// <summary>
    /// Waits for the runs under way; its requests then refuse to run. The model is released as soon as the last request is disposed, which
    /// holds outputs of it.
    /// </summary>
    public void Dispose()
    {
        if (Calls.Close()) _session.CloseOwner();
    }

    private static InferenceSession CreateSession(string path, OnnxRuntimeOptions options)
    {
        OnnxRuntimeLibrary.Load();
        try
        {
            using var settings = new SessionOptions
            {
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                IntraOpNumThreads = options.EffectiveThreads,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            // The fused kernel is slower on CPUs than Add and LayerNormalization one after the other.
            settings.AddSessionConfigEntry("optimization.disable_specified_optimizers", "SkipLayerNormFusion");
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", options.Spin ? "1" : "0");
            if (options.ProfileFolder is { } folder)
            {
                settings.ProfileOutputPathPrefix = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}");      // is read by the next line
                settings.EnableProfiling = true;
            }
            if (options.ExecutionProvider is { } provider) Append(settings, provider);
            return new InferenceSession(path, settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidInputException(InputKind.Model, path, $"ONNX Runtime cannot load it: {e.Message}", inner: e);
        }
    }

    /// <exception cref="EnvironmentException">This build of ONNX Runtime does not have it, or what it needs is missing.</exception>
    private static void Append(SessionOptions settings, string provider)
    {
        var name = provider + "ExecutionProvider";
        var available = OrtEnv.Instance().GetAvailableProviders();
        if (!available.Contains(name))
            throw new EnvironmentException($"this build of ONNX Runtime has no execution provider {provider}; it has {string.Join(", ", available)}");
        try
        {
            if (provider == "CUDA") settings.AppendExecutionProvider_CUDA();
            else settings.AppendExecutionProvider(provider);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or ArgumentException)
        {
            throw new EnvironmentException($"ONNX Runtime's execution provider {provider} cannot be used: {e.Message}", e);
        }
    }

    private static EngineInfo Describe(string path, InferenceSession session, OnnxRuntimeOptions options)
    {
        InputCheck.Validate(path, session.InputNames);
        foreach (var (name, input) in session.InputMetadata)
        {
            if (input.ElementDataType == TensorElementType.Int64 && input.Dimensions.Length == 2) continue;
            throw new InvalidInputException(InputKind.Model, path,
                $"input {name} is {input.ElementDataType} of rank {input.Dimensions.Length}, expected Int64 [batch,sequence]");
        }
        foreach (var (name, output) in session.OutputMetadata)
        {
            if (output.ElementDataType != TensorElementType.Float)
                throw new InvalidInputException(InputKind.Model, path, $"output {name} is {output.ElementDataType}, expected Float");
        }
        return new EngineInfo("onnx", OnnxRuntimeLibrary.Version, "CPU", options.IsQuantized ? "int8" : "f32", session.InputNames, session.OutputNames,
            options.VocabularySize, options.MaxPositions, options.UsefulRequests)
        {
            BesideGraph = BesideTensors.Read(path, options.BesideGraph),
        };
    }
}
