
namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>A model compiled for a device. Thread-safe; each caller takes a request of its own.</summary>
public sealed class CompiledModel : IDisposable
{
    private readonly CompiledModelHandle _handle;

    internal CompiledModel(CompiledModelHandle handle) => _handle = handle;

    /// <summary>The inputs, in the model's order.</summary>
    public IReadOnlyList<Port> Inputs
    {
        get
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_compiled_model_inputs_size(_handle, out var count));
            return Port.ReadAll(
                count, (nuint index, out PortHandle port) => NativeMethods.ov_compiled_model_input_by_index(_handle, index, out port));
        }
    }

    /// <summary>The outputs, in the model's order.</summary>
    public IReadOnlyList<Port> Outputs
    {
        get
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_compiled_model_outputs_size(_handle, out var count));
            return Port.ReadAll(
                count, (nuint index, out PortHandle port) => NativeMethods.ov_compiled_model_output_by_index(_handle, index, out port));
        }
    }

    /// <summary>A property as it was chosen for this model, for example <c>INFERENCE_PRECISION_HINT</c>.</summary>
    public string GetProperty(string key)
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_compiled_model_get_property(_handle, key, out var value));
        return NativeText.Take(value);
    }

    /// <summary>Creates a request, which serves one caller at a time.</summary>
    public InferRequest CreateInferRequest()
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_compiled_model_create_infer_request(_handle, out var request));
        return new InferRequest(request);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
