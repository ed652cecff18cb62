using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>What a student that starts from its teacher kept of it: its states and neurons are those of the teacher by number.</summary>
/// <param name="Coordinates">The teacher's coordinate of each of the student's.</param>
/// <param name="Layers">For each student layer the teacher layer, counted from 1, and the teacher's neurons that it kept.</param>
internal sealed record KeptParts(int[] Coordinates, IReadOnlyList<(int Teacher, int[] Neurons)> Layers)
{
    /// <summary>Student and teacher activations of a layer [B,T,I'], counted from 1, at the neurons that both have.</summary>
    public (Tensor Student, Tensor Teacher) Neurons(int layer, BertStates student, TeacherTargets teacher)
    {
        var (from, neurons) = Layers[layer - 1];
        return (student.Activations[layer - 1].narrow(2, 0, neurons.Length), Select(teacher.Activations[from - 1], neurons));
    }

    /// <summary>Student and teacher states after a layer's attention half [B,T,H'], at the coordinates that the student kept.</summary>
    public (Tensor Student, Tensor Teacher) Middle(int layer, BertStates student, TeacherTargets teacher) =>
        (student.MiddleStates[layer - 1], Select(teacher.Middle[Layers[layer - 1].Teacher - 1], Coordinates));

    private static Tensor Select(Tensor states, int[] places) => states.index_select(2, tensor(Array.ConvertAll(places, place => (long)place)));
}
