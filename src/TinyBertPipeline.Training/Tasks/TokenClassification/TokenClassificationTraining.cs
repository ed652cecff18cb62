using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Training.Tasks.TokenClassification;

/// <summary>A linear map of every position; a student imitates the positions at which words begin.</summary>
[TaskPart(TokenClassificationTask.TaskName)]
internal sealed class TokenClassificationTraining : ITrainingTask
{
    public TaskHead CreateHead(BertConfig config) => new TokenClassificationHead(config);

    public IImitatedRows CreateRows(ITaskModel model) => new WordBeginnings(model);

    public void StartHead(IHeadStart start) => start.Lift(TokenClassificationHead.Layer);
}
