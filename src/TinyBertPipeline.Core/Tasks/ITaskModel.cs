using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>A task with a model's labels, tokenizer and settings: everything but the weights. Thread-safe.</summary>
public interface ITaskModel
{
    /// <summary>The task.</summary>
    ITask Task { get; }

    /// <summary>The model's sizes and labels.</summary>
    BertConfig Config { get; }

    /// <summary>The tokenizer, casing included.</summary>
    BertTokenizer Tokenizer { get; }

    /// <summary>How it works: window, decoder and more, none left open.</summary>
    BundleSettings Settings { get; }

    /// <summary>What a user of the model should know, for example what its labels leave open.</summary>
    IReadOnlyList<DataNote> Notes => [];

    /// <summary>The model with the tensors of <see cref="ITask.BesideGraph"/>, as an engine tells them.</summary>
    /// <exception cref="InvalidInputException">One is missing or of another size: the engine's file has to be made again.</exception>
    ITaskModel With(IReadOnlyDictionary<string, float[]> besideGraph) => this;

    /// <summary>A file's items with their labels as numbers. Labels that the model does not know are counted as missed and named in the warnings.</summary>
    ITaskData Data(ILabeledFile file);

    /// <summary>The sequences of a teacher's file.</summary>
    /// <exception cref="InvalidInputException">It names a label that the model does not have.</exception>
    IReadOnlyList<TaskExample> Examples(ISoftLabels soft);

    /// <summary>The text as the model sees it.</summary>
    ITaskText Encode(string text, string? pair = null);

    /// <summary>The labels of an item, from its logits.</summary>
    /// <param name="logits">[rows, K].</param>
    /// <param name="rows">Rows of the item.</param>
    /// <exception cref="ArgumentException">A logit is not finite, or there is another number of them.</exception>
    int[] Decode(ReadOnlySpan<float> logits, int rows);
}
