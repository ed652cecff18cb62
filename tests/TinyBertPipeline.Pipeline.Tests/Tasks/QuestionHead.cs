using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Pipeline.Tests.Tasks;

/// <summary>A linear map of the first position.</summary>
internal sealed class QuestionHead : TaskHead
{
    [ComponentName(Name = QuestionTask.Layer)] private readonly Linear _asked;

    public QuestionHead(BertConfig config)
        : base(nameof(QuestionHead))
    {
        _asked = Weights.Linear(config.HiddenSize, QuestionTask.Labels.Length);
        RegisterComponents();
    }

    public override Tensor Outputs(BertStates states, IDropout? dropout) => _asked.forward(states.Last.select(1, 0));    // [B,T,H] → [B,K]
}

/// <summary>What training adds to the task.</summary>
[TaskPart(QuestionTask.TaskName)]
internal sealed class QuestionTraining : ITrainingTask, IImitatedRows
{
    public bool TellsFindings => false;

    public TaskHead CreateHead(BertConfig config) => new QuestionHead(config);

    public IImitatedRows CreateRows(ITaskModel model) => this;

    public void StartHead(IHeadStart start) => start.Lift(QuestionTask.Layer);

    public Tensor Of(Tensor ids) => ones(ids.shape[0], 1);

    public Tensor Likelihood(Tensor logits) => throw new NotSupportedException();

    public Tensor Found(Tensor logits) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}

/// <summary>What export adds to the task.</summary>
[TaskPart(QuestionTask.TaskName)]
internal sealed class QuestionGraph : IGraphHead
{
    public void Describe<TValue>(IGraphWriter<TValue> writer, BertConfig config, GraphWeights weights, EncoderValues<TValue> encoder)
    {
        var output = new QuestionTask().Output(config);
        var first = writer.FirstToken("first_position", encoder.Hidden);                                               // [B,H]
        writer.Output(output, writer.Linear(QuestionTask.Layer, weights, output.Width, config.HiddenSize, first));
    }
}
