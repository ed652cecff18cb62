using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Labelled sentences with a tagger's logits.</summary>
/// <param name="model">The tagger.</param>
/// <param name="path">Where the sentences come from, for messages.</param>
/// <param name="repair">What becomes of predictions that their scheme does not allow before they are counted; gold has been repaired.</param>
/// <param name="sentences">Logits and gold labels.</param>
internal sealed class TaggingCalibration(TaggingModel model, string path, LabelRepair repair, IReadOnlyList<ScoredSentence> sentences) : ICalibration
{
    public TemperatureFit FitTemperature()
    {
        try
        {
            return TemperatureFit.Fit(model.AllPaths, sentences);
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException(InputKind.Data, path, e.Message, inner: e);
        }
    }

    public ReliabilityTable Reliability(double temperature)
    {
        var predictions = new ScoredPrediction[sentences.Count][];
        Parallel.For(0, sentences.Count, i => predictions[i] = Predict(sentences[i], temperature));
        return ReliabilityTable.Create(predictions.SelectMany(found => found));
    }

    public OperatingPointFit FitPoint(OperatingGoal goal)
    {
        try
        {
            return OperatingPointFit.Fit(model.Labels, model.Transitions, sentences, goal, model.Head.DecodesLegalPaths, repair);
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException(InputKind.Data, path, e.Message, inner: e);
        }
    }

    public EntityScore ScoreAt(OperatingPoint? point, CountedUnit unit)
    {
        var biases = (point ?? new OperatingPoint()).ToTransitions(model.Labels);
        var decoder = new PathDecoder(model.Labels, model.Transitions?.Plus(biases) ?? biases, model.Head.DecodesLegalPaths);
        var counts = new EntityCounts[sentences.Count];
        Parallel.For(0, counts.Length, i => counts[i] = PathCounts.Of(
            model.Labels, sentences[i].Gold, decoder.BestPath(sentences[i].Logits, sentences[i].Gold.Length), unit, repair));
        return counts.Aggregate(default(EntityCounts), (sum, count) => sum + count).Score();
    }

    private ScoredPrediction[] Predict(ScoredSentence sentence, double temperature)
    {
        if (sentence.Gold.Length == 0) return [];
        var gold = model.Labels.Entities(sentence.Gold);
        using var paths = model.AllPaths.Distribution(sentence.Logits, sentence.Gold.Length, temperature);
        var found = model.Labels.Entities(model.AllPaths.BestPath(sentence.Logits, sentence.Gold.Length));
        return [.. found.Select(entity => new ScoredPrediction(paths.Probability(entity), gold.Contains(entity)))];
    }
}
