using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.Summaries;

/// <summary>The layers of a model in the order of computation, in the style of Keras's <c>model.summary()</c>.</summary>
/// <param name="Model">The model's class name.</param>
/// <param name="Rows">Its layers.</param>
public sealed record LayerTable(string Model, IReadOnlyList<LayerRow> Rows)
{
    /// <summary>Number of weights in the network. What a checkpoint holds beside it (pooler, other heads) is not counted.</summary>
    public long TotalParameters => Rows.Sum(row => row.Parameters);

    /// <summary>Number of weights that training changes.</summary>
    public long TrainableParameters => Rows.Where(row => row.IsTrainable).Sum(row => row.Parameters);

    /// <summary>Number of weights that training leaves as they are.</summary>
    public long NonTrainableParameters => TotalParameters - TrainableParameters;

    /// <summary>Describes a model.</summary>
    /// <param name="task">What it is for.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="isFrozen">Whether training leaves the layer of that name as it is; none unless stated.</param>
    /// <exception cref="InvalidInputException">The weights do not fit the configuration.</exception>
    public static LayerTable Of(ITask task, BertConfig config, BertWeights weights, Func<string, bool>? isFrozen = null)
    {
        var writer = new LayerTableWriter(isFrozen ?? (_ => false));
        new BertGraph(config, new GraphWeights(weights.Tensors)).Describe(writer, task);
        return new(task.Architecture, writer.Rows);
    }

    /// <summary>Describes an encoder without a head.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="weights">Its weights.</param>
    /// <exception cref="InvalidInputException">The weights do not fit the configuration.</exception>
    public static LayerTable OfEncoder(BertConfig config, BertWeights weights)
    {
        var writer = new LayerTableWriter(_ => false);
        new BertGraph(config, new GraphWeights(weights.Tensors)).DescribeEncoder(writer);
        return new("BertModel", writer.Rows);
    }

    /// <summary>The table as text.</summary>
    public string ToText() => LayerTableText.Format(this);
}

/// <summary>A layer of the network.</summary>
/// <param name="Name">Its place in the network, as in the checkpoint's tensor names.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="OutputShape">Shape of its output; <c>None</c> is a dynamic axis.</param>
/// <param name="Parameters">Number of its weights.</param>
/// <param name="IsTrainable">Whether training changes them.</param>
/// <param name="ConnectedTo">The layers whose outputs it takes.</param>
public sealed record LayerRow(
    string Name, string Kind, string OutputShape, long Parameters, bool IsTrainable, IReadOnlyList<string> ConnectedTo);
