using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Distillation.Recipe;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// The variants of the retention table as options of a distillation. <c>none</c> and <c>logits</c> start from the teacher as
/// <c>full</c> does; <c>tinybert</c> starts at random and goes through TinyBERT's stages, the general one with the teacher before its
/// fine-tuning.
/// </summary>
internal static class ExperimentVariant
{
    /// <summary>The fine-tuned teacher itself.</summary>
    public const string Teacher = "teacher";

    /// <summary>The student without a teacher's losses.</summary>
    public const string None = "none";

    /// <summary>The whole recipe.</summary>
    public const string Full = "full";

    private const string Logits = "logits";
    private const string TinyBert = "tinybert";
    private const string FullNoAttention = "full-no-attention";

    /// <summary>All variants in the order of the table.</summary>
    public static IReadOnlyList<string> Names { get; } = [Teacher, None, Logits, TinyBert, FullNoAttention, Full];

    /// <summary>What a variant changes in the students' options.</summary>
    internal static JsonObject Changes(string variant, ExperimentDataSet dataSet) => variant switch
    {
        None => new JsonObject { ["variant"] = EnumNames.Of(DistillationVariant.LabelsOnly), ["tune"] = false },
        Logits => new JsonObject { ["variant"] = EnumNames.Of(DistillationVariant.Logits) },
        TinyBert => new JsonObject
        {
            ["variant"] = EnumNames.Of(DistillationVariant.TinyBert),
            ["tune"] = false,
            ["entityWeight"] = 0,
            ["generalTeacher"] = dataSet.Teacher.Model,
        },
        FullNoAttention => new JsonObject { ["variant"] = EnumNames.Of(DistillationVariant.Full), ["attentionWeight"] = 0 },
        _ => new JsonObject { ["variant"] = EnumNames.Of(DistillationVariant.Full) },
    };
}
