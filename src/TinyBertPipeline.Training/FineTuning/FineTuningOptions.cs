using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Settings of a fine-tuning.</summary>
public sealed record FineTuningOptions
{
    /// <summary>Folder of the BERT to start from; null starts from random weights of the size in <see cref="Size"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Without a model: a preset, or <c>layers,hidden,heads,intermediate</c>.</summary>
    public string Size { get; init; } = "small-6x384";

    /// <summary>Without a model: folder of the tokenizer.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Labelled training file.</summary>
    public string Train { get; init; } = "";

    /// <summary>Labelled development file, which chooses the best epoch.</summary>
    public string Dev { get; init; } = "";

    /// <summary>Folder of the bundle to write.</summary>
    public string Out { get; init; } = "";

    /// <summary>The scheme of both files; null detects it.</summary>
    public TagScheme? Scheme { get; init; }

    /// <summary>Passes over the training sentences. Small sets need more: count on some 400 steps.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Peak learning rate; the default is for small models, BERT-base wants 2e-5 to 5e-5.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Share of the steps in which the learning rate rises.</summary>
    public double Warmup { get; init; } = 0.1;

    /// <summary>Positions of a batch, padding included.</summary>
    public int BatchTokens { get; init; } = 1024;

    /// <summary>Pieces of a sequence at most, [CLS] and [SEP] included; longer sentences become windows.</summary>
    public int MaxLength { get; init; } = 128;

    /// <summary>Dropout of hidden states and attention probabilities.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>How dev logits become labels.</summary>
    public DecodeMode Decode { get; init; } = DecodeMode.Viterbi;

    /// <summary>What matrix products are computed in.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Auto;

    /// <summary>When checkpoints are written; a run whose folder holds some goes on from the newest.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks the options against each other.</summary>
    /// <exception cref="InvalidInputException">Some are missing or out of range; all are listed.</exception>
    public void ThrowIfInvalid()
    {
        var faults = new (bool IsFault, string Text)[]
        {
            (Train.Length == 0, "train: a labelled training file is needed"),
            (Dev.Length == 0, "dev: a labelled development file is needed"),
            (Out.Length == 0, "out: a folder for the bundle is needed"),
            (Model is null && Tokenizer is null, "model: a folder to start from is needed, or tokenizer and size to start at random"),
            (Model is not null && Out.Length > 0 && Path.GetFullPath(Model) == Path.GetFullPath(Out),
                "out: would overwrite the model it starts from"),
            (Epochs < 1, "epochs: at least 1"),
            (!(LearningRate > 0), "learningRate: above 0"),
            (!(Warmup is >= 0 and < 1), "warmup: from 0 to below 1"),
            (BatchTokens < 1, "batchTokens: at least 1"),
            (MaxLength < 3, "maxLength: at least 3, room for [CLS], a piece and [SEP]"),
            (!(Dropout is >= 0 and < 1), "dropout: from 0 to below 1"),
            (!(WeightDecay >= 0), "weightDecay: 0 or more"),
        };
        var found = faults.Where(fault => fault.IsFault).Select(fault => fault.Text).ToArray();
        if (found.Length > 0) throw new InvalidInputException(InputKind.Configuration, null, string.Join("\n  ", found));
    }
}
