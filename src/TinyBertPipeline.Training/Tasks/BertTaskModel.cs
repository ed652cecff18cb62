using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// BERT with the head of a task. Parameters carry the names of Hugging Face's checkpoints: <c>bert.…</c>, then those of the head.
/// </summary>
internal sealed class BertTaskModel : nn.Module
{
    /// <summary>What the names of the encoder's parameters begin with.</summary>
    public const string EncoderPrefix = "bert.";

    private readonly TaskHead _head;

    private BertTaskModel(ITask task, BertModel encoder, TaskHead head)
        : base(nameof(BertTaskModel))
    {
        (Task, Encoder, _head, Output) = (task, encoder, head, task.Output(encoder.Config));
        register_module("bert", encoder);
        foreach (var (name, part) in head.named_children()) register_module(name, part);
    }

    /// <summary>What the model is for.</summary>
    public ITask Task { get; }

    /// <summary>The model's output as every engine names it.</summary>
    public TaskOutput Output { get; }

    /// <summary>The sizes and labels of the model.</summary>
    public BertConfig Config => Encoder.Config;

    /// <summary>The encoder.</summary>
    public BertModel Encoder { get; }

    /// <summary>Whether training leaves the encoder as it is.</summary>
    public bool IsEncoderFrozen { get; private set; }

    /// <summary>How the head takes part in distillation by whole paths; null where each row stands for itself.</summary>
    public IPathTeaching? Paths => _head.Paths;

    /// <summary>Creates a model with random weights that depend on <paramref name="seed"/> alone.</summary>
    /// <exception cref="ArgumentException">The config lacks what the head needs, for example labels.</exception>
    /// <exception cref="NotSupportedException">Nobody has written the task's training.</exception>
    public static BertTaskModel Create(ITask task, BertConfig config, int seed)
    {
        var head = TaskParts.Of<ITrainingTask>(task).CreateHead(config);
        var encoder = new BertModel(config, withPooler: (head.Wanted & BertOutputs.Pooled) != 0);
        var model = new BertTaskModel(task, encoder, head);
        Weights.Initialize(model, config, seed);
        using var generator = new Generator((ulong)seed);
        head.Initialize(generator);
        return model;
    }

    /// <summary>A model with the weights of a checkpoint.</summary>
    /// <exception cref="ArgumentException">The weights are those of another model.</exception>
    public static BertTaskModel Load(ITask task, BertConfig config, BertWeights weights)
    {
        var model = Create(task, config, seed: 0);
        model.LoadWeights(weights);
        return model;
    }

    /// <summary>
    /// Keeps an optimizer from the encoder. It then computes as in every engine, without dropout and without gradients.
    /// </summary>
    public void FreezeEncoder()
    {
        IsEncoderFrozen = true;
        foreach (var parameter in Encoder.parameters()) parameter.requires_grad = false;
    }

    /// <summary>Computes the head's output in <see cref="BertStates.Logits"/>; see <see cref="BertModel.forward"/>.</summary>
    public BertStates forward(TokenTensors batch, PassOptions? options = null)
    {
        options ??= PassOptions.Plain;
        var states = Encode(batch, options with { Wanted = options.Wanted | _head.Wanted });
        var logits = _head.Outputs(states, options.Dropout);
        states.Logits = Output.Rows == OutputRows.Position ? logits : logits.unsqueeze(1);      // [B,R,K]
        return states;
    }

    /// <summary>Whether the head needs nothing of the encoder but its last hidden states.</summary>
    public bool ReadsLastStatesOnly => _head.Wanted == BertOutputs.None;

    /// <summary>Computes the head's output from the encoder's last hidden states.</summary>
    /// <param name="last">[B,T,H].</param>
    /// <param name="mask">1 for real pieces [B,T].</param>
    /// <param name="dropout">The dropout of a training step, or null.</param>
    public Tensor Head(Tensor last, Tensor mask, IDropout? dropout)
    {
        var logits = _head.Outputs(new BertStates { Last = last, Mask = mask }, dropout);
        return Output.Rows == OutputRows.Position ? logits : logits.unsqueeze(1);               // [B,R,K]
    }

    /// <summary>The loss to gold labels.</summary>
    /// <param name="logits">[B,R,K].</param>
    /// <param name="targets">[B,R], int64; at least one label.</param>
    public Tensor Loss(Tensor logits, Tensor targets) => _head.Loss(logits, targets);

    /// <summary>The tensors that reading the output needs beside it, by name (see <see cref="ITask.BesideGraph"/>).</summary>
    public IReadOnlyDictionary<string, float[]> BesideGraph()
    {
        var names = Task.BesideGraph(Config).Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        return names.Count == 0 ? new Dictionary<string, float[]>() : named_parameters().Where(entry => names.Contains(entry.name))
            .ToDictionary(entry => entry.name, entry => Weights.Copy(entry.name, entry.parameter).Values, StringComparer.Ordinal);
    }

    /// <summary>Takes over every tensor of the model's names.</summary>
    /// <exception cref="ArgumentException">One is missing or has another shape.</exception>
    public void LoadWeights(BertWeights weights) => Weights.Load(this, "", weights.Tensors);

    /// <summary>Takes over the encoder's tensors and keeps the head as it is, a pooler that the checkpoint lacks too.</summary>
    /// <returns>Whether the checkpoint had them all.</returns>
    /// <exception cref="ArgumentException">One is missing or has another shape.</exception>
    public bool LoadEncoderWeights(BertWeights weights) => Encoder.LoadWeights(weights);

    /// <summary>Copies the weights out under Hugging Face's names.</summary>
    public IReadOnlyList<WeightTensor> ToWeights() => [.. Weights.Save(this, "")];

    private BertStates Encode(TokenTensors batch, PassOptions options)
    {
        if (!IsEncoderFrozen) return Encoder.forward(batch, options);
        using var noGrad = no_grad();
        return Encoder.forward(batch, options with { Dropout = null });
    }
}
