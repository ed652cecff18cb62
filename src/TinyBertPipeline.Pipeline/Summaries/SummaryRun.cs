using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Summaries;

namespace TinyBertPipeline.Pipeline.Summaries;

/// <summary>Describes the model of a folder.</summary>
public static class SummaryRun
{
    private const string Classifier = "classifier.weight";

    /// <summary>
    /// Describes a tagger, or an encoder where the checkpoint has no classifier. Labels that were never saved, a tokenizer and derived files are
    /// not needed.
    /// </summary>
    /// <exception cref="InvalidInputException">Config or weights are absent, broken or of another kind of model.</exception>
    public static ModelSummary Run(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException(InputKind.Model, folder, "there is no such folder or .onnx file");
        var config = BertConfig.Load(folder);
        var isTagger = config.Labels.Count > 0 && HasClassifier(folder);
        var weights = BertWeights.Load(folder, config, isTagger ? BertHead.TokenClassification : BertHead.None);
        return new ModelSummary(isTagger ? LayerTable.Of(config, weights) : LayerTable.OfEncoder(config, weights), weights.Report, weights.Sha256);
    }

    private static bool HasClassifier(string folder)
    {
        using var file = CheckpointFolder.Open(folder);
        return file.Entries.Keys.Any(name => name.EndsWith(Classifier, StringComparison.Ordinal));
    }
}
