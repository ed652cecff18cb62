using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>
/// What a BERT model is asked: the tensors of its head, how its files are read, how a text becomes inputs and outputs become an answer. All
/// that the rest of the product knows of a task is here; training and export add their parts (see <see cref="TaskParts"/>).
/// </summary>
public interface ITask
{
    /// <summary>Its name for options and metadata, for example <c>token-classification</c>.</summary>
    string Name { get; }

    /// <summary>The class of transformers that computes it: the first of <c>architectures</c> in <c>config.json</c>.</summary>
    string Architecture { get; }

    /// <summary>How its models are used from a program; null where there is nothing to say.</summary>
    ModelUse? Use => null;

    /// <summary>The model's output: its name, its rows and its width.</summary>
    TaskOutput Output(BertConfig config);

    /// <summary>The tensors that a checkpoint must hold beside the encoder's, in the order of the network.</summary>
    /// <exception cref="ArgumentException">The config lacks what the head needs, for example labels.</exception>
    IEnumerable<TensorSlot> Head(BertConfig config);

    /// <summary>
    /// The tensors of the head that no graph computes with and that decoding needs, such as the scores of a CRF's steps. A derived file carries
    /// them in its metadata, an engine tells them (see <see cref="EngineInfo.BesideGraph"/>), a model takes them (see <see cref="ITaskModel.With"/>).
    /// </summary>
    IEnumerable<TensorSlot> BesideGraph(BertConfig config) => [];

    /// <summary>What of these settings its models do not have, each fault beginning with the key at fault.</summary>
    IEnumerable<string> Faults(BundleSettings settings) => [];

    /// <summary>Puts a model's config, tokenizer and settings together.</summary>
    /// <exception cref="InvalidInputException">They are those of no such model; the message says what is wrong.</exception>
    ITaskModel Bind(BertConfig config, BertTokenizer tokenizer, BundleSettings settings);

    /// <summary>Reads a labelled file before there is a model: its labels are those of a model trained on it.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read, is empty, or a line or label is invalid.</exception>
    ILabeledFile Read(string path, DataOptions options);

    /// <summary>Whether a file has the form of a labelled file; else it is raw text with a text a line.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read.</exception>
    bool IsLabeled(string path);

    /// <summary>Reads a teacher's probabilities for texts of its choice: JSON lines.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or a line is not of the form.</exception>
    ISoftLabels ReadSoftLabels(string path);
}
