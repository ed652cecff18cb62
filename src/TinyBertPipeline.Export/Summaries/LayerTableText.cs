using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Export.Summaries;

/// <summary>Lays a table of layers out in columns.</summary>
internal static class LayerTableText
{
    private static readonly string[] _titles = ["Layer (type)", "Output Shape", "Param #", "Connected to"];

    public static string Format(LayerTable table)
    {
        var lines = table.Rows.SelectMany(Lines).ToList();
        int[] widths = [.. Enumerable.Range(0, _titles.Length).Select(i => Math.Max(_titles[i].Length, lines.Max(line => line[i].Length)) + 2)];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Model: \"{table.Model}\"\n");
        Rule('_');
        Append(_titles);
        Rule('=');
        foreach (var line in lines) Append(line);
        Rule('=');
        text.Append(CultureInfo.InvariantCulture, $"Total params: {table.TotalParameters:N0} ({Megabytes(table.TotalParameters)})\n");
        text.Append(CultureInfo.InvariantCulture, $"Trainable params: {table.TrainableParameters:N0} ({Megabytes(table.TrainableParameters)})\n");
        text.Append(CultureInfo.InvariantCulture, $"Non-trainable params: {table.NonTrainableParameters:N0} ({Megabytes(table.NonTrainableParameters)})\n");
        Rule('_');
        return text.ToString();

        void Rule(char sign) => text.Append(sign, widths.Sum()).Append('\n');
        void Append(string[] cells) => text.Append(string.Concat(cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
    }

    // A layer with several inputs takes a line for each, as Keras writes it.
    private static IEnumerable<string[]> Lines(LayerRow row)
    {
        var parameters = row.Parameters.ToString("N0", CultureInfo.InvariantCulture);
        yield return [$"{row.Name} ({row.Kind})", row.OutputShape, parameters, row.ConnectedTo.Count > 0 ? row.ConnectedTo[0] : ""];
        foreach (var input in row.ConnectedTo.Skip(1)) yield return ["", "", "", input];
    }

    private static string Megabytes(long parameters) => (parameters * sizeof(float) / 1e6).ToString("N2", CultureInfo.InvariantCulture) + " MB";
}
