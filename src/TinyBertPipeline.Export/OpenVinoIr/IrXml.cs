using System.Globalization;
using System.Text;
using System.Xml;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>Writes the <c>.xml</c> file of an IR: layers, the edges between their ports, and what the model says of itself.</summary>
internal static class IrXml
{
    private const string FormatVersion = "11";

    private static readonly XmlWriterSettings _settings = new() { Indent = true, IndentChars = "\t", NewLineChars = "\n", Encoding = new UTF8Encoding(false) };

    public static void Write(Stream stream, string name, IrDocument document, IEnumerable<KeyValuePair<string, string>> runtimeInfo)
    {
        using var xml = XmlWriter.Create(stream, _settings);
        xml.WriteStartElement("net");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("version", FormatVersion);
        Element(xml, "layers", document.Layers, WriteLayer);
        Element(xml, "edges", document.Layers.SelectMany(Edges), WriteEdge);
        // Under "framework" OpenVINO's own converter puts what it finds in an ONNX model's metadata.
        Element(xml, "rt_info", ["framework"], (_, element) =>
            Element(xml, element, runtimeInfo, (_, entry) => WriteEmpty(xml, entry.Key, ("value", entry.Value))));
        xml.WriteEndElement();
    }

    private static void WriteLayer(XmlWriter xml, IrLayer layer)
    {
        xml.WriteStartElement("layer");
        WriteAttributes(xml, ("id", Text(layer.Id)), ("name", layer.Name), ("type", layer.Type), ("version", layer.Version));
        if (layer.Data.Count > 0) WriteEmpty(xml, "data", [.. layer.Data.Select(data => (data.Key, data.Value))]);
        if (layer.IsDecompression) Element(xml, "rt_info", ["decompression"], (writer, name) => WriteEmpty(writer, "attribute", ("name", name), ("version", "0")));
        if (layer.Inputs.Count > 0) Element(xml, "input", layer.Inputs.Select((value, port) => (port, value)), (writer, input) => WritePort(writer, input.port, input.value, null));
        if (layer.Output is { } output)
        {
            IEnumerable<IrValue> outputs = [output, .. layer.UnusedOutputs];
            Element(xml, "output", outputs, (writer, value) => WritePort(writer, value.Port, value, value == output ? layer.OutputName : null));
        }
        xml.WriteEndElement();
    }

    private static void WritePort(XmlWriter xml, int id, IrValue value, string? tensorName)
    {
        xml.WriteStartElement("port");
        WriteAttributes(xml, ("id", Text(id)), ("precision", Precision(value.Type)));
        if (tensorName is not null) WriteAttributes(xml, ("names", tensorName.Replace(",", "\\,", StringComparison.Ordinal)));
        foreach (var dimension in value.Dimensions) xml.WriteElementString("dim", Text(dimension));
        xml.WriteEndElement();
    }

    private static IEnumerable<(IrValue From, int To, int Port)> Edges(IrLayer layer) => layer.Inputs.Select((value, port) => (value, layer.Id, port));

    private static void WriteEdge(XmlWriter xml, (IrValue From, int To, int Port) edge) => WriteEmpty(xml, "edge",
        ("from-layer", Text(edge.From.Layer)), ("from-port", Text(edge.From.Port)), ("to-layer", Text(edge.To)), ("to-port", Text(edge.Port)));

    private static void Element<T>(XmlWriter xml, string name, IEnumerable<T> items, Action<XmlWriter, T> write)
    {
        xml.WriteStartElement(name);
        foreach (var item in items) write(xml, item);
        xml.WriteEndElement();
    }

    private static void WriteEmpty(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        WriteAttributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void WriteAttributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, value);
    }

    private static string Precision(string type) => type switch
    {
        "f32" => "FP32",
        "f16" => "FP16",
        _ => type.ToUpperInvariant(),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
