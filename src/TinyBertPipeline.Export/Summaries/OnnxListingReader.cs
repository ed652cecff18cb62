using System.Globalization;
using System.Text;
using Google.Protobuf;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Onnx.Types;
using TinyBertPipeline.Export.Onnx.Verification;
using static TinyBertPipeline.Export.Onnx.AttributeProto.Types;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Summaries;

/// <summary>Turns a model into its listing. Text from the file is made printable.</summary>
internal static class OnnxListingReader
{
    private const int MaxShownNumbers = 16;

    public static OnnxListing Read(ModelProto model)
    {
        var graph = model.Graph;
        var flow = new ValueFlow(graph);
        var declared = graph.ValueInfo.Concat(graph.Output).GroupBy(info => info.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => OnnxType.Read(group.First()), StringComparer.Ordinal);
        return new()
        {
            Graph = Printable(graph.Name),
            IrVersion = model.IrVersion,
            Opsets = model.OpsetImport.GroupBy(set => Printable(set.Domain), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Version),
            Producer = Printable($"{model.ProducerName} {model.ProducerVersion}".Trim()),
            Metadata = [.. model.MetadataProps.Select(entry => KeyValuePair.Create(Printable(entry.Key), Printable(entry.Value)))],
            Inputs = [.. graph.Input.Select(input => Value(input.Name, OnnxType.Read(input)))],
            Outputs = [.. graph.Output.Select(output => Value(output.Name, OnnxType.Read(output)))],
            Initializers = [.. graph.Initializer.Select(tensor => Value(tensor.Name, OnnxType.Read(tensor)))],
            Nodes = [.. graph.Node.Select(node => Node(node, name => declared.GetValueOrDefault(name) ?? flow.TypeOf(name)))],
            Parameters = graph.Initializer.Where(IsFloat).Sum(Count),
        };
    }

    private static ListedNode Node(NodeProto node, Func<string, OnnxType?> typeOf) => new(
        Printable(node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}"),
        Printable(node.Name),
        [.. node.Input.Select(Printable)],
        [.. node.Output.Select(output => Value(output, typeOf(output)))],
        [.. node.Attribute.Select(attribute => KeyValuePair.Create(Printable(attribute.Name), Text(node, attribute)))]);

    private static ListedValue Value(string name, OnnxType? type) => new(Printable(name), Printable(type?.ToString() ?? ""));

    private static string Text(NodeProto node, AttributeProto attribute) => attribute.Type switch
    {
        AttributeType.Int when node.OpType == "Cast" && attribute.Name == "to" => OnnxType.NameOf((DataType)attribute.I),
        AttributeType.Float => Number(attribute.F),
        AttributeType.Int => Number(attribute.I),
        AttributeType.String => $"\"{Printable(attribute.S.ToStringUtf8())}\"",
        AttributeType.Floats => Numbers(attribute.Floats.Select(value => Number(value)), attribute.Floats.Count),
        AttributeType.Ints => Numbers(attribute.Ints.Select(value => Number(value)), attribute.Ints.Count),
        AttributeType.Tensor when attribute.T is { } tensor => OnnxType.Read(tensor).ToString(),
        _ => attribute.Type.ToString().ToLowerInvariant(),
    };

    private static string Numbers(IEnumerable<string> numbers, int count) =>
        $"[{string.Join(", ", numbers.Take(MaxShownNumbers))}{(count > MaxShownNumbers ? $", … {count} in all" : "")}]";

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static bool IsFloat(TensorProto tensor) =>
        (DataType)tensor.DataType is DataType.Float or DataType.Float16 or DataType.Bfloat16 or DataType.Double;

    // A size that a broken file states may be anything: what no array could hold counts as none.
    private static long Count(TensorProto tensor)
    {
        var count = 1L;
        foreach (var size in tensor.Dims)
        {
            if (size < 0 || size > int.MaxValue || (count *= size) > int.MaxValue) return 0;
        }
        return count;
    }

    // Without the characters that a terminal would obey or that change the order of the text.
    private static string Printable(string text)
    {
        if (text.EnumerateRunes().All(IsPrintable)) return text;
        var printable = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPrintable(rune)) printable.Append(rune);
            else printable.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
        return printable.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
