using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>A text as a model sees it.</summary>
public interface ITaskText
{
    /// <summary>What runs through the model.</summary>
    TaskItem Item { get; }

    /// <summary>What the model says of the text.</summary>
    ITaskPrediction Read(ItemPrediction prediction);
}

/// <summary>What a model says of a text.</summary>
public interface ITaskPrediction
{
    /// <summary>The text and the answer, for machines.</summary>
    JsonObject ToJson();

    /// <summary>The answer for people: lines of columns.</summary>
    IReadOnlyList<IReadOnlyList<string>> ToRows();
}
