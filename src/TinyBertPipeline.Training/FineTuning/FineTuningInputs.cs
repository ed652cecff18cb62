using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>What a fine-tuning starts from, read and checked.</summary>
/// <param name="Model">Task, labels, tokenizer and settings of the model to train, as its bundle will have them.</param>
/// <param name="Train">The training file.</param>
/// <param name="Dev">The development file.</param>
/// <param name="Weights">The weights to start from; null for random ones.</param>
/// <param name="HasHead">Whether the weights have a head for the very same labels.</param>
internal sealed record FineTuningInputs(ITaskModel Model, ITaskData Train, ITaskData Dev, BertWeights? Weights, bool HasHead)
{
    /// <summary>Items of the training file that were held out for want of a development file; 0 where there is one.</summary>
    public int HeldOut { get; private init; }

    /// <summary>The files that decide the result.</summary>
    public static RunInputs Hash(FineTuningOptions options)
    {
        var inputs = new RunInputs();
        inputs.AddFile("train", options.Train);
        inputs.AddFile("dev", options.Dev);
        inputs.AddModel("model", options.Model);
        if (options.Adapt is { Count: > 0 } texts) inputs.AddFiles("adapt", RawTextReader.FindFiles(texts));
        if (options.Model is null) inputs.AddTokenizer("tokenizer", options.Tokenizer);
        return inputs;
    }

    /// <summary>Reads and checks all inputs.</summary>
    /// <param name="options">The options.</param>
    /// <param name="progress">Is told what was read.</param>
    /// <param name="holdOutSeed">Decides what is held out of the training file where there is no development file.</param>
    /// <exception cref="InvalidInputException">An input is missing, broken or does not fit the others.</exception>
    public static FineTuningInputs Read(FineTuningOptions options, ITrainingProgress progress, int holdOutSeed)
    {
        var task = TaskList.Find(options.Task);
        var train = Read(task, options.Train, options, progress);
        var dev = string.IsNullOrEmpty(options.Dev) ? null : Read(task, options.Dev, options, progress);
        var tokenizer = BertTokenizer.Load(options.Model ?? options.Tokenizer!, progress);
        var source = options.Model is null ? ModelSize.Parse(options.Size).NewConfig(tokenizer.Vocabulary.Count, tokenizer.Vocabulary.PadId) : BertConfig.Load(options.Model);
        Bundle.ThrowIfLarger(options.Model ?? options.Tokenizer!, tokenizer, source);
        var settings = train.Complete(options.Settings(Window(options, source.MaxPositions)));
        var config = source with { Labels = train.Labels, Architecture = task.Architecture };
        var model = task.Bind(config, tokenizer, settings);
        // A head of the same form for the very same labels is kept and trained on; any other is replaced.
        var hasHead = options.Model is not null && source.Labels.SequenceEqual(train.Labels) && TaskList.Of(source).Name == task.Name
            && BertTensors.HaveOneForm(task.Head(source), task.Head(model.Config));
        var weights = options.Model is null ? null : BertWeights.Load(options.Model, source, hasHead ? task.Head(source) : null);
        var (trainData, devData) = dev is null ? HeldOutItems.Split(model.Data(train), holdOutSeed) : (model.Data(train), model.Data(dev));
        foreach (var warning in trainData.Warnings.Concat(devData.Warnings)) progress.Warn(warning);
        if (dev is not null) return new FineTuningInputs(model, trainData, devData, weights, hasHead);
        progress.Note(HeldOutItems.Describe(trainData, devData, holdOutSeed));
        return new FineTuningInputs(model, trainData, devData, weights, hasHead) { HeldOut = devData.Items.Count };
    }

    /// <summary>Pieces of all windows, [CLS] and [SEP] included.</summary>
    public static long Pieces(ITaskData data) => data.Items.Sum(item => item.Windows.Sum(window => (long)window.Input.Length));

    /// <summary>The network at the start; its dropout is that of the options.</summary>
    public BertTaskModel CreateNetwork(FineTuningOptions options, ITrainingProgress progress)
    {
        var dropout = options.Dropout;
        var config = Model.Config with { HiddenDropout = dropout, AttentionDropout = dropout, ClassifierDropout = dropout };
        var network = BertTaskModel.Create(Model.Task, config, options.Seed);
        if (options.FrozenEncoder == true) network.FreezeEncoder();
        if (Weights is null) return network;
        if (HasHead) network.LoadWeights(Weights);
        else if (!network.LoadEncoderWeights(Weights))
            progress.Note($"{options.Model}: has no pooler; it starts from random weights as the head does");
        return network;
    }

    // A model with fewer positions than the usual window takes as many as it has; of one that was asked for more the task says so.
    private static int Window(FineTuningOptions options, int positions) =>
        options.Window == FineTuningOptions.UsualWindow ? Math.Min(options.Window, positions) : options.Window;

    private static ILabeledFile Read(ITask task, string path, FineTuningOptions options, ITrainingProgress progress)
    {
        var file = task.Read(path, options.Data);
        progress.Note($"{path}: {file.Description}");
        foreach (var warning in file.Warnings) progress.Warn(warning);
        return file;
    }
}
