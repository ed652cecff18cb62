using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>
/// Which attention heads of a layer are compared: each student head with the teacher head it stands for. Where both have as many heads,
/// head i is compared with head i; a head that stands for none is left out.
/// </summary>
internal sealed class HeadMap
{
    private readonly long[] _student;
    private readonly long[] _teacher;
    private readonly bool _isIdentity;

    /// <summary>A map from the teacher head of each student head; -1: it stands for none.</summary>
    public HeadMap(IReadOnlyList<int> teacherHeads, int teacherCount)
    {
        var pairs = teacherHeads.Index().Where(pair => pair.Item >= 0).ToArray();
        _student = Array.ConvertAll(pairs, pair => (long)pair.Index);
        _teacher = Array.ConvertAll(pairs, pair => (long)pair.Item);
        _isIdentity = teacherHeads.Count == teacherCount && teacherHeads.Index().All(pair => pair.Index == pair.Item);
    }

    /// <summary>The map of a student that was not started from its teacher: evenly spread heads, rounded down.</summary>
    public static HeadMap Spread(int studentHeads, int teacherHeads) => new(
        [.. Enumerable.Range(0, studentHeads).Select(head => studentHeads <= teacherHeads
            ? head * teacherHeads / studentHeads
            : head < teacherHeads ? head : -1)],
        teacherHeads);

    /// <summary>The scores [B,A,T,T] of both that are compared.</summary>
    public (Tensor Student, Tensor Teacher) Select(Tensor student, Tensor teacher) => _isIdentity
        ? (student, teacher)
        : (student.index_select(1, tensor(_student)), teacher.index_select(1, tensor(_teacher)));

    /// <summary>The map as it is shown.</summary>
    public override string ToString() => _isIdentity
        ? "each with its own"
        : string.Join(' ', _student.Zip(_teacher, (student, teacher) => $"{student}←{teacher}"));
}
