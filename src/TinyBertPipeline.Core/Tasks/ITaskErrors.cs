using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>What a model gets wrong: what is behind a score.</summary>
public interface ITaskErrors
{
    /// <summary>The figures, for machines.</summary>
    [RequiresUnreferencedCode(OptionsFile.Reflection), RequiresDynamicCode(OptionsFile.Reflection)]
    JsonObject ToJson();

    /// <summary>The figures and the worst items, for people.</summary>
    /// <param name="items">How many of the worst items are shown at most.</param>
    Report ToReport(int items);

    /// <summary>Each item with gold and predicted, an object a line.</summary>
    IEnumerable<JsonObject> Instances();
}
