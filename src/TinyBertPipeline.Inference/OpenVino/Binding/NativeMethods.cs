using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>
/// The functions of the OpenVINO C API that are called (headers <c>openvino/c/*.h</c>, 2026.4). All of them but the <c>_free</c> ones return
/// <c>ov_status_e</c>, which goes through <see cref="OpenVinoException.ThrowIfFailed"/>.
/// </summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>The name that <see cref="OpenVinoLibrary"/> resolves to the library it found.</summary>
    public const string Library = "openvino_c";

    // Core
    [LibraryImport(Library)]
    internal static partial int ov_core_create(out CoreHandle core);

    [LibraryImport(Library)]
    internal static partial int ov_core_get_available_devices(CoreHandle core, out NativeDevices devices);

    [LibraryImport(Library)]
    internal static partial void ov_available_devices_free(ref NativeDevices devices);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ov_core_get_property(CoreHandle core, string device, string key, out nint value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ov_core_set_properties(CoreHandle core, string device, nuint count, NativeProperty* properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ov_core_read_model(CoreHandle core, string path, string? weights, out ModelHandle model);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ov_core_compile_model_props(
        CoreHandle core, ModelHandle model, string device, nuint count, NativeProperty* properties, out CompiledModelHandle compiled);

    // Model
    [LibraryImport(Library)]
    internal static partial void ov_model_free(nint model);

    [LibraryImport(Library)]
    internal static partial int ov_model_get_friendly_name(ModelHandle model, out nint name);

    [LibraryImport(Library)]
    internal static partial int ov_model_inputs_size(ModelHandle model, out nuint size);

    [LibraryImport(Library)]
    internal static partial int ov_model_outputs_size(ModelHandle model, out nuint size);

    [LibraryImport(Library)]
    internal static partial int ov_model_const_input_by_index(ModelHandle model, nuint index, out PortHandle port);

    [LibraryImport(Library)]
    internal static partial int ov_model_const_output_by_index(ModelHandle model, nuint index, out PortHandle port);

    [LibraryImport(Library)]
    internal static partial int ov_model_reshape(ModelHandle model, nint* names, NativePartialShape* shapes, nuint count);

    // Port
    [LibraryImport(Library)]
    internal static partial void ov_output_const_port_free(nint port);

    [LibraryImport(Library)]
    internal static partial int ov_port_get_any_name(PortHandle port, out nint name);

    [LibraryImport(Library)]
    internal static partial int ov_port_get_element_type(PortHandle port, out ElementType type);

    [LibraryImport(Library)]
    internal static partial int ov_port_get_partial_shape(PortHandle port, out NativePartialShape shape);

    [LibraryImport(Library)]
    internal static partial void ov_partial_shape_free(ref NativePartialShape shape);

    // Compiled model
    [LibraryImport(Library)]
    internal static partial void ov_compiled_model_free(nint compiled);

    [LibraryImport(Library)]
    internal static partial int ov_compiled_model_inputs_size(CompiledModelHandle compiled, out nuint size);

    [LibraryImport(Library)]
    internal static partial int ov_compiled_model_outputs_size(CompiledModelHandle compiled, out nuint size);

    [LibraryImport(Library)]
    internal static partial int ov_compiled_model_input_by_index(CompiledModelHandle compiled, nuint index, out PortHandle port);

    [LibraryImport(Library)]
    internal static partial int ov_compiled_model_output_by_index(CompiledModelHandle compiled, nuint index, out PortHandle port);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ov_compiled_model_get_property(CompiledModelHandle compiled, string key, out nint value);

    [LibraryImport(Library)]
    internal static partial int ov_compiled_model_create_infer_request(CompiledModelHandle compiled, out nint request);

    // Infer request
    [LibraryImport(Library)]
    internal static partial void ov_infer_request_free(nint request);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_set_callback(nint request, NativeCallback* callback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ov_infer_request_set_tensor(InferRequestHandle request, string name, TensorHandle tensor);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ov_infer_request_get_tensor(InferRequestHandle request, string name, out TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_set_input_tensor_by_index(InferRequestHandle request, nuint index, TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_get_output_tensor_by_index(InferRequestHandle request, nuint index, out TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_infer(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_start_async(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_wait(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_wait_for(InferRequestHandle request, long milliseconds);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_cancel(InferRequestHandle request);

    [LibraryImport(Library)]
    internal static partial int ov_infer_request_get_profiling_info(InferRequestHandle request, out NativeLayerTimes times);

    [LibraryImport(Library)]
    internal static partial void ov_profiling_info_list_free(ref NativeLayerTimes times);

    // Tensor
    [LibraryImport(Library)]
    internal static partial int ov_tensor_create(ElementType type, NativeShape shape, out TensorHandle tensor);

    [LibraryImport(Library)]
    internal static partial void ov_tensor_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial int ov_tensor_set_shape(TensorHandle tensor, NativeShape shape);

    [LibraryImport(Library)]
    internal static partial int ov_tensor_get_shape(TensorHandle tensor, out NativeShape shape);

    [LibraryImport(Library)]
    internal static partial void ov_shape_free(ref NativeShape shape);

    [LibraryImport(Library)]
    internal static partial int ov_tensor_get_element_type(TensorHandle tensor, out ElementType type);

    [LibraryImport(Library)]
    internal static partial int ov_tensor_get_byte_size(TensorHandle tensor, out nuint size);

    [LibraryImport(Library)]
    internal static partial int ov_tensor_data(TensorHandle tensor, out nint data);

    // Errors and strings
    [LibraryImport(Library)]
    internal static partial void ov_free(nint text);

    [LibraryImport(Library)]
    internal static partial nint ov_get_error_info(int status);

    [LibraryImport(Library)]
    internal static partial nint ov_get_last_err_msg();
}
