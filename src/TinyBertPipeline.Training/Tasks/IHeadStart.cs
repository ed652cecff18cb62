namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// Makes the layers of a student's head from those of its teacher's. The student's states are some coordinates of its teacher's, so a layer
/// that reads them changes, and one that does not is copied.
/// </summary>
public interface IHeadStart
{
    /// <summary>
    /// A linear layer that reads the last hidden state: same outputs, what the student lacks of its input is restored by regression.
    /// </summary>
    void Lift(string layer);

    /// <summary>
    /// The pooler and the linear layer that reads it: of the pooler's units those that the reader's outputs need most are kept, and what
    /// the others added is regressed on them.
    /// </summary>
    void LiftPooler(string reader);

    /// <summary>A parameter that has nothing to do with the width of the states.</summary>
    void Copy(string parameter);
}
