using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>A task's scores in all detail.</summary>
public interface ITaskReport
{
    /// <summary>The score in short.</summary>
    TaskScore Score { get; }

    /// <summary>Everything, for machines.</summary>
    JsonObject ToJson();

    /// <summary>Everything, for people.</summary>
    string ToText();

    /// <summary>The scores as a table: the columns' names, then the rows, numbers with all their digits.</summary>
    (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows) ToTable();
}
