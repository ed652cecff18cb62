using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>Writes what was trained as a bundle.</summary>
/// <param name="Model">Task, labels, tokenizer and settings as training scored with them.</param>
/// <param name="Weights">The weights under Hugging Face's names.</param>
/// <param name="Record">What the training leaves beside it.</param>
internal sealed record TrainedBundle(ITaskModel Model, IReadOnlyCollection<WeightTensor> Weights, TrainingRecord Record)
{
    /// <summary>The files that are written.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [BundleFiles.Config, BundleFiles.Weights, .. BertTokenizer.FileNames, BundleFiles.Card, .. TrainingRecord.Names];

    /// <summary>The folders of the models that it was made from, with what each was.</summary>
    public IReadOnlyList<CardSource> Sources { get; init; } = [];

    /// <summary>Writes config, tokenizer, weights, figures and <c>run.json</c> as a whole: the folder has the old bundle or this one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="allowed">What may be replaced in it.</param>
    /// <exception cref="InvalidInputException">The folder holds what may not be replaced; nothing was changed.</exception>
    /// <exception cref="EnvironmentException">A file cannot be written; the old bundle stays.</exception>
    public void Write(string folder, Replacement allowed)
    {
        using var update = FolderUpdate.Begin(folder, BundleFolder.MayReplaceAll(folder, allowed));
        foreach (var name in BundleFiles.Tokenizer.Concat([BundleFiles.PyTorchWeights, BundleFiles.OperatingPoints])) update.Remove(name);
        var config = Model.Config;
        Model.Settings.ApplyTo(config).Save(update.Folder, Model.Task.Architecture);
        Model.Tokenizer.WithMaxLength(Math.Min(Model.Tokenizer.Options.MaxLength ?? config.MaxPositions, config.MaxPositions)).Save(update.Folder);
        SafetensorsWriter.Write(update.Sub(BundleFiles.Weights), Weights);
        AtomicFile.WriteText(update.Sub(BundleFiles.Card), Card().ToText());
        Record.Write(update.Folder);
        update.Commit();
    }

    private ModelCard Card() => new(Model, Weights.Sum(weight => (long)weight.Values.Length))
    {
        CommandLine = Record.CommandLine,
        Sources = Sources,
        Inputs = Record.Inputs,
        Scores = [.. Record.Scores],
    };
}
