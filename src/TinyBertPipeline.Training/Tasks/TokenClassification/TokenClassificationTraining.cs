using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Training.Tasks.TokenClassification;

/// <summary>
/// A linear map of every position, or what <see cref="TaggingHead"/> says; a student imitates the positions at which words begin.
/// </summary>
[TaskPart(TokenClassificationTask.TaskName)]
internal sealed class TokenClassificationTraining : ITrainingTask
{
    public TaskHead CreateHead(BertConfig config) => new TokenClassificationHead(config);

    public IImitatedRows CreateRows(ITaskModel model) => new WordBeginnings(model);

    public void StartHead(IHeadStart start)
    {
        var (teacher, student) = (TaggingHead.Of(start.Teacher), TaggingHead.Of(start.Student));
        string[] body = [.. student.Tensors(start.Student.HiddenSize, start.Student.Labels.Count).Select(slot => slot.Name).Except(TaggingHead.Transitions)];
        if (!student.HasLstm && !teacher.HasLstm) start.Lift(TaggingHead.Classifier);
        else if ((student.HasLstm, student.Units, student.Dense) == (teacher.HasLstm, teacher.Units, teacher.Dense)) StartLstm(start, body);
        else foreach (var parameter in body) start.Begin(parameter);
        if (!student.HasCrf) return;
        foreach (var parameter in TaggingHead.Transitions)
        {
            if (teacher.HasCrf) start.Copy(parameter);
            else start.Begin(parameter);
        }
    }

    // Of an LSTM's matrices those of its inputs read the states.
    private static void StartLstm(IHeadStart start, string[] body)
    {
        (string Weight, string Bias)[] readers =
        [
            ($"{TaggingHead.Lstm}.weight_ih_l0", $"{TaggingHead.Lstm}.bias_ih_l0"),
            ($"{TaggingHead.Lstm}.weight_ih_l0_reverse", $"{TaggingHead.Lstm}.bias_ih_l0_reverse"),
        ];
        foreach (var (weight, bias) in readers) start.Lift(weight, bias);
        foreach (var parameter in body.Except(readers.SelectMany(reader => new[] { reader.Weight, reader.Bias }))) start.Copy(parameter);
    }
}
