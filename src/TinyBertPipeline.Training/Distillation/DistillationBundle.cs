using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Writes a distilled student: the tagger without its projections, <c>metrics.csv</c>, and how it was made.</summary>
internal static class DistillationBundle
{
    /// <summary>Writes the bundle into the options' folder, <c>run.json</c> last.</summary>
    /// <exception cref="Core.EnvironmentException">A file cannot be written.</exception>
    public static void Write(DistillationSetup setup, DistillationOptions options, Student student, DistillationResult result)
    {
        MetricsFile.Write(options.Out, DistillationScore.Columns, result.Scores.Select(score => score.Row()));
        var bundle = new TaggerBundle(student.Model.Config, setup.Models.Tokenizer, [.. student.Model.ToWeights()], setup.MaxPieces, DecodeMode.Viterbi);
        bundle.Write(options.Out, new RunRecord
        {
            CommandLine = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("tinybert")),
            Options = OptionsFile.ToJson(options),
            Seeds = new Dictionary<string, long> { ["distillation"] = options.Seed },
            Versions = new Dictionary<string, string>(RunRecord.PlatformVersions()) { ["libtorch"] = LibTorch.Version },
            Inputs = setup.InputHashes(),
            Scores = Scores(result),
            Details = Details(result),
        });
    }

    private static Dictionary<string, double> Scores(DistillationResult result)
    {
        var scores = new Dictionary<string, double> { ["devF1"] = result.Final.DevF1, ["devF1Argmax"] = result.Final.DevF1Argmax };
        if (result.TeacherDevF1 is { } teacher) scores["teacherDevF1"] = teacher;
        return scores;
    }

    private static JsonObject Details(DistillationResult result) => new()
    {
        ["layerMap"] = result.LayerMap,
        ["pieces"] = result.Final.Pieces,
        ["minutes"] = Math.Round(result.Minutes, 2),
        ["piecesPerSecond"] = Math.Round(result.Final.Pieces / Math.Max(result.Final.Seconds, 1e-9)),
        ["timeShares"] = new JsonObject(result.TimeShares.Select(share => KeyValuePair.Create(share.Key, (JsonNode?)Math.Round(share.Value, 3)))),
        ["parameters"] = result.Parameters,
        ["matrixProducts"] = result.UsedBFloat16 ? "bf16" : "f32",
        ["tuning"] = JsonSerializer.SerializeToNode(result.Tuning, OptionsFile.Json),
    };
}
