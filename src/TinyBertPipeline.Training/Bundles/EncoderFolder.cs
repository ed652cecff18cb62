using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>Writes a BERT that is not yet for any task as a Hugging Face folder.</summary>
/// <param name="Config">Its sizes.</param>
/// <param name="Architecture">The class of transformers that loads it.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Weights">The weights under Hugging Face's names.</param>
/// <param name="Record">What the training leaves beside it.</param>
internal sealed record EncoderFolder(
    BertConfig Config, string Architecture, BertTokenizer Tokenizer, IReadOnlyCollection<WeightTensor> Weights, TrainingRecord Record)
{
    /// <summary>The files that are written.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [BundleFiles.Config, BundleFiles.Weights, .. BertTokenizer.FileNames, .. TrainingRecord.Names];

    /// <summary>Writes all files as a whole: the folder has the old model or this one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="allowed">What may be replaced in it.</param>
    /// <exception cref="InvalidInputException">The folder holds what may not be replaced; nothing was changed.</exception>
    /// <exception cref="EnvironmentException">A file cannot be written; what was there stays.</exception>
    public void Write(string folder, Replacement allowed)
    {
        using var update = FolderUpdate.Begin(folder, BundleFolder.MayReplaceAll(folder, allowed));
        foreach (var name in BundleFiles.Tokenizer.Append(BundleFiles.PyTorchWeights)) update.Remove(name);
        (Config with { Labels = [], Architecture = Architecture }).Save(update.Folder, Architecture);
        Tokenizer.WithMaxLength(Config.MaxPositions).Save(update.Folder);
        SafetensorsWriter.Write(update.Sub(BundleFiles.Weights), Weights);
        Record.Write(update.Folder);
        update.Commit();
    }
}
