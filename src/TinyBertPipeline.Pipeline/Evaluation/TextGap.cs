using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Evaluation;

/// <summary>What a model loses where it has to make the words of running text itself.</summary>
/// <param name="Words">The score with the words of the file.</param>
/// <param name="Text">The score on the text that they are joined to.</param>
/// <param name="OtherWords">Words of the file that are made otherwise from the text.</param>
/// <param name="HowMade">How the words of the text were made.</param>
public sealed record TextGap(TaskScore Words, TaskScore Text, long OtherWords, string HowMade)
{
    /// <summary>How much lower the score on running text is.</summary>
    public double Gap => Words.Value - Text.Value;

    /// <summary>Predicts data as running text; null where they are that already.</summary>
    public static TextGap? Measure(
        ITaskData data, TaskScore words, TaskPredictor predictor, CancellationToken cancellation) =>
        data.AsText() is { } text
            ? new TextGap(words, text.Score(predictor.Predict(text.Items, cancellation: cancellation)), text.OtherWords, $"{predictor.Model.Settings.Words}".ToLowerInvariant())
            : null;

    /// <summary>The gap for machines.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { [Text.Metric] = Text.Value };
        foreach (var (name, value) in Text.Details) json[name] = value;
        json["gap"] = Gap;
        json["words"] = HowMade;
        json["otherWords"] = OtherWords;
        return json;
    }

    /// <summary>The gap in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"as running text ({HowMade}): {TaskScore.Shown(Text.Metric)} {Text.Value:0.0000}, {Gap:+0.0000;-0.0000;0.0000} below that of the given words; {OtherWords} words came out otherwise\n");
}
