using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary><c>ov_shape_t</c>: passed by value, the dimensions stay the caller's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeShape
{
    public long Rank;
    public long* Dimensions;
}

/// <summary><c>ov_dimension_t</c>, also <c>ov_rank_t</c>; {0,-1} or {-1,-1} is a dynamic one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDimension
{
    public long Min;
    public long Max;
}

/// <summary><c>ov_partial_shape_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePartialShape
{
    public NativeDimension Rank;
    public NativeDimension* Dimensions;
}

/// <summary><c>ov_version_t</c>: two C strings.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeVersion
{
    public nint BuildNumber;
    public nint Description;
}

/// <summary><c>ov_available_devices_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeDevices
{
    public nint* Names;
    public nuint Count;
}

/// <summary><c>ov_property_t</c>: two C strings.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeProperty
{
    public nint Key;
    public nint Value;
}

/// <summary><c>ov_profiling_info_t</c>: a layer's last run; times in microseconds, three C strings.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeLayerTime
{
    public int Status;
    public long RealTime;
    public long ProcessorTime;
    public nint Name;
    public nint Kernel;
    public nint Kind;
}

/// <summary><c>ov_profiling_info_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeLayerTimes
{
    public NativeLayerTime* Layers;
    public nuint Count;
}

/// <summary><c>ov_callback_t</c>. The runtime keeps its address, so it lives in native memory as long as the request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeCallback
{
    public delegate* unmanaged[Cdecl]<nint, void> Function;
    public nint Argument;
}
