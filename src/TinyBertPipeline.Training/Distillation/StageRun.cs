using TinyBertPipeline.Training.Distillation.Text;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>A stage laid out.</summary>
/// <param name="Stage">Its settings.</param>
/// <param name="Batches">Its batches; a step takes one.</param>
/// <param name="PiecesBefore">Pieces seen in the stages before it.</param>
/// <param name="Evaluations">How often dev F1 is measured, its end included.</param>
/// <param name="IsLast">Whether no stage follows.</param>
internal sealed record StageRun(DistillationStage Stage, IReadOnlyList<TextSequence[]> Batches, long PiecesBefore, int Evaluations, bool IsLast)
{
    /// <summary>The numbers of steps after which dev F1 is measured.</summary>
    public IEnumerable<long> EvaluationSteps() =>
        Enumerable.Range(1, Evaluations).Select(part => (long)Batches.Count * part / Evaluations).Where(step => step > 0).Distinct();

    /// <summary>Pieces seen in all stages when so many steps of this one are done.</summary>
    public long PiecesAfter(long steps) => PiecesBefore + Batches.Take((int)steps).Sum(batch => batch.Sum(sequence => (long)sequence.Ids.Length));
}
