namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>An output port of a layer, which other layers take as input.</summary>
/// <param name="Layer">The layer's id.</param>
/// <param name="Port">The port's id in that layer: inputs come first.</param>
/// <param name="Type">The element type in the format's spelling, for example <c>f32</c>.</param>
/// <param name="Dimensions">The axes; -1 is dynamic.</param>
internal sealed record IrValue(int Layer, int Port, string Type, long[] Dimensions);
