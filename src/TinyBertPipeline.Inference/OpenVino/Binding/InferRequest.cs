using System.Runtime.InteropServices;
using TinyBertPipeline.Inference.Profiling;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>One inference at a time on a compiled model. Not thread-safe, except <see cref="Cancel"/>.</summary>
public sealed class InferRequest : IDisposable
{
    private readonly AsyncCompletion _completion = new();
    private readonly InferRequestHandle _handle;

    internal InferRequest(nint request) => _handle = new InferRequestHandle(request, _completion);

    /// <summary>Sets an input or output tensor by its name. The request keeps a reference to it.</summary>
    /// <exception cref="OpenVinoException">There is no such name, or type or rank do not fit.</exception>
    public void SetTensor(string name, Tensor tensor) =>
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_set_tensor(_handle, name, tensor.Handle));

    /// <summary>Sets the input tensor of this index.</summary>
    public void SetInputTensor(int index, Tensor tensor) =>
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_set_input_tensor_by_index(_handle, (nuint)index, tensor.Handle));

    /// <summary>The tensor of this name: a view of the request's own buffer, valid until the next inference.</summary>
    public Tensor GetTensor(string name)
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_get_tensor(_handle, name, out var tensor));
        return new Tensor(tensor);
    }

    /// <summary>The output tensor of this index: a view of the request's own buffer, valid until the next inference.</summary>
    public Tensor GetOutputTensor(int index)
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_get_output_tensor_by_index(_handle, (nuint)index, out var tensor));
        return new Tensor(tensor);
    }

    /// <summary>Runs the inference to its end.</summary>
    public void Infer() => OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_infer(_handle));

    /// <summary>Starts the inference and returns at once; <see cref="Wait"/> ends it.</summary>
    public void StartAsync() => OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_start_async(_handle));

    /// <summary>Waits for the started inference.</summary>
    /// <exception cref="OpenVinoException">The inference failed or was cancelled (<see cref="OpenVinoStatus.InferCancelled"/>).</exception>
    public void Wait() => OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_wait(_handle));

    /// <summary>Waits for the started inference for a time; false when the time ran out.</summary>
    public bool WaitFor(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var status = NativeMethods.ov_infer_request_wait_for(_handle, (long)time.TotalMilliseconds);
        if (status == (int)OpenVinoStatus.ResultNotReady) return false;
        OpenVinoException.ThrowIfFailed(status, nameof(NativeMethods.ov_infer_request_wait_for));
        return true;
    }

    /// <summary>Cancels a running inference; without effect on an idle request.</summary>
    public void Cancel() => OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_cancel(_handle));

    /// <summary>
    /// Runs the inference on the runtime's threads. Cancellation takes effect at its end: OpenVINO 2026.4 leaves a graph with open dimensions
    /// that was cancelled on its way in a mixture of shapes, on which the next inference of any request may fail.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; there is no result.</exception>
    public async Task InferAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var held = false;
        _handle.DangerousAddRef(ref held);      // a Dispose meanwhile takes effect after the run
        try
        {
            var completed = _completion.Begin();
            StartAsync();
            await completed.ConfigureAwait(false);
            Wait();
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <summary>The layers that the last inference ran, if the model was compiled with <c>PERF_COUNT</c>.</summary>
    public unsafe IReadOnlyList<LayerTime> LayerTimes()
    {
        const int Executed = 2;     // beside NOT_RUN and OPTIMIZED_OUT
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_infer_request_get_profiling_info(_handle, out var times));
        try
        {
            var layers = new List<LayerTime>();
            foreach (var layer in new ReadOnlySpan<NativeLayerTime>(times.Layers, checked((int)times.Count)))
            {
                if (layer.Status == Executed)
                    layers.Add(new LayerTime(Text(layer.Name), Text(layer.Kind), Text(layer.Kernel), layer.RealTime / 1e6));
            }
            return layers;
        }
        finally
        {
            NativeMethods.ov_profiling_info_list_free(ref times);
        }

        static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
