using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Export.Summaries;

/// <summary>Lays a listing out as text: <c>output : type = Operator(inputs) {attributes}</c>, one node a line.</summary>
internal static class OnnxListingText
{
    public static string Format(OnnxListing listing)
    {
        var text = new StringBuilder();
        Line($"ONNX model \"{listing.Graph}\"");
        Line($"  IR version {listing.IrVersion}, operators {string.Join(", ", listing.Opsets.Select(set => $"{(set.Key == "" ? "ai.onnx" : set.Key)} {set.Value}"))}");
        Line($"  producer {listing.Producer}");
        foreach (var (key, value) in listing.Metadata) Line($"  {key} = {value}");
        Values("inputs", listing.Inputs);
        Values("outputs", listing.Outputs);
        Line($"parameters {listing.Parameters:N0} in {listing.Initializers.Count} constants");
        foreach (var value in listing.Initializers) Line($"  {value.Name} : {value.Type}");
        Line($"nodes {listing.Nodes.Count}");
        foreach (var node in listing.Nodes) Line($"  {Node(node)}");
        Line($"operators {string.Join(", ", listing.Operators.Select(entry => $"{entry.Key} {entry.Value}"))}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void Values(string title, IReadOnlyList<ListedValue> values)
        {
            Line($"{title}");
            foreach (var value in values) Line($"  {value.Name} : {value.Type}");
        }
    }

    private static string Node(ListedNode node)
    {
        var outputs = string.Join(", ", node.Outputs.Select(output => output.Type == "" ? output.Name : $"{output.Name} : {output.Type}"));
        var attributes = node.Attributes.Count == 0 ? "" : $" {{{string.Join(", ", node.Attributes.Select(a => $"{a.Key} = {a.Value}"))}}}";
        return $"{outputs} = {node.Operator}({string.Join(", ", node.Inputs)}){attributes}";
    }
}
