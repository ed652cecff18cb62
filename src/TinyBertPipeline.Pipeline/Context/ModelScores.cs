using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Context;

/// <summary>Scores and size of one model of a run.</summary>
/// <param name="Model">Teacher, baseline or student.</param>
/// <param name="Dev">The score on the dev file.</param>
/// <param name="Test">The score on the test file.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="WeightsBytes">Size of <c>model.safetensors</c>.</param>
public sealed record ModelScores(string Model, TaskScore Dev, TaskScore Test, long Parameters, long WeightsBytes)
{
    /// <summary>A flat object: <c>model</c>, <c>devF1</c> and the like for each figure, <c>parameters</c>, <c>weightsBytes</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["model"] = Model };
        foreach (var (name, value) in Dev.Named("dev").Concat(Test.Named("test"))) json[name] = value;
        (json["parameters"], json["weightsBytes"]) = (Parameters, WeightsBytes);
        return json;
    }

    /// <summary>What is recorded of a stage; <see cref="FromRecord"/> reads it.</summary>
    internal JsonObject ToRecord() => OptionsFile.ToJson(this).AsObject();

    internal static ModelScores FromRecord(JsonObject record)
    {
        var own = record.DeepClone().AsObject();
        own.Remove("seconds");
        return own.Deserialize<ModelScores>(OptionsFile.Json)!;
    }
}
