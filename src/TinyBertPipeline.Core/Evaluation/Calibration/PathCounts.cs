using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>Gold labels against those of a path, counted in either unit.</summary>
internal static class PathCounts
{
    /// <summary>Counts one sentence; entities as strict scores do.</summary>
    public static EntityCounts Of(LabelSet labels, int[] gold, int[] path, CountedUnit unit, LabelRepair repair) => unit == CountedUnit.Entities
        ? EntityCounts.Of(labels.Entities(gold), labels.Read(path).After(repair)) : Words(labels, gold, path);

    private static EntityCounts Words(LabelSet labels, int[] gold, int[] path)
    {
        var (correct, predicted, all) = (0, 0, 0);
        for (var word = 0; word < gold.Length; word++)
        {
            var (isGold, isFound) = (labels.IsEntity(gold[word]), labels.IsEntity(path[word]));
            if (isGold) all++;
            if (isFound) predicted++;
            if (isGold && isFound && labels.TagOf(gold[word])!.Value.Type == labels.TagOf(path[word])!.Value.Type) correct++;
        }
        return new(correct, predicted, all);
    }
}
