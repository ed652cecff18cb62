using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.SequenceClassification;

namespace TinyBertPipeline.Training.Tasks.SequenceClassification;

/// <summary>A linear map of the pooled first position; a student imitates the one row of every text.</summary>
[TaskPart(SequenceClassificationTask.TaskName)]
internal sealed class SequenceClassificationTraining : ITrainingTask
{
    public TaskHead CreateHead(BertConfig config) => new SequenceClassificationHead(config);

    public IImitatedRows CreateRows(ITaskModel model) => new WholeSequences();

    public void StartHead(IHeadStart start) => start.LiftPooler(SequenceClassificationHead.Layer);
}
