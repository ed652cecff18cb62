using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// What training adds to a task: its head, what a student imitates of its output, and where the head of a student comes from.
/// </summary>
public interface ITrainingTask
{
    /// <summary>
    /// A head whose weights are not set; its parameters are the tensors of <see cref="ITask.Head"/>, in their order, but for the pooler's.
    /// </summary>
    /// <exception cref="ArgumentException">The config lacks what the head needs, for example labels.</exception>
    TaskHead CreateHead(BertConfig config);

    /// <summary>Which rows of the output a student imitates on text without labels.</summary>
    IImitatedRows CreateRows(ITaskModel model);

    /// <summary>Makes a student's head from its teacher's.</summary>
    void StartHead(IHeadStart start);
}
