using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// Makes the layers of a student's head from those of its teacher's. The student's states are some coordinates of its teacher's, so a layer
/// that reads them changes, and one that does not is copied.
/// </summary>
public interface IHeadStart
{
    /// <summary>The teacher's sizes, labels and head.</summary>
    BertConfig Teacher { get; }

    /// <summary>The student's sizes, labels and head.</summary>
    BertConfig Student { get; }

    /// <summary>
    /// A linear layer that reads the last hidden state: same outputs, what the student lacks of its input is restored by regression.
    /// </summary>
    void Lift(string layer) => Lift($"{layer}.weight", $"{layer}.bias");

    /// <summary>The same for a matrix [out,in] and its bias [out] of other names.</summary>
    void Lift(string weight, string bias);

    /// <summary>
    /// The pooler and the linear layer that reads it: of the pooler's units those that the reader's outputs need most are kept, and what
    /// the others added is regressed on them.
    /// </summary>
    void LiftPooler(string reader);

    /// <summary>A parameter that has nothing to do with the width of the states.</summary>
    void Copy(string parameter);

    /// <summary>A parameter that the teacher has nothing for: as it is before any training.</summary>
    void Begin(string parameter);
}
