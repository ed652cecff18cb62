using TinyBertPipeline.Training.Distillation.Losses;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>
/// How far a student's predictions are from its teacher's. Of a head that scores whole paths the probabilities of the rows among all paths
/// are compared; the structural loss compares the paths themselves. B batch, R rows, W words of the longest row, K labels.
/// </summary>
/// <param name="options">How predictions are compared.</param>
/// <param name="models">The models.</param>
internal sealed class PredictionTerm(ObjectiveOptions options, ModelPair models)
{
    /// <summary>The loss.</summary>
    /// <param name="student">The student's logits [B,R,K].</param>
    /// <param name="teacher">The teacher's, or logarithms of given probabilities [B,R,K].</param>
    /// <param name="rows">1 at the rows that count [B,R].</param>
    /// <param name="isGiven">Whether the probabilities were given, so that no head is behind them.</param>
    public Tensor Loss(Tensor student, Tensor teacher, Tensor rows, bool isGiven)
    {
        var ofTeacher = isGiven ? null : models.Teacher?.Paths;
        if (options.PredictionLoss == PredictionLoss.Structural) return Structural(student, teacher, rows, ofTeacher);
        var target = ofTeacher is null || options.PredictionLoss == PredictionLoss.LogitMeanSquare
            ? teacher : Detached(() => ofTeacher.LogProbabilities(teacher, rows));
        var weights = options.EntityWeight == 0 ? rows : rows * EntityWeights(target);
        if (options.PredictionLoss == PredictionLoss.LogitMeanSquare) return DistillationLosses.LogitMeanSquare(student, target, weights);
        var own = models.Student.Paths?.LogProbabilities(student, rows) ?? student;
        return DistillationLosses.KullbackLeibler(own, target, weights, options.Temperature);
    }

    private Tensor Structural(Tensor student, Tensor teacher, Tensor rows, IPathTeaching? ofTeacher)
    {
        var ofStudent = models.Student.Paths ?? throw new InvalidOperationException("a structural loss needs a student with a CRF");
        var expected = ofTeacher is null ? Independent(teacher, rows) : ofTeacher.Expectations(teacher, rows);
        return ofStudent.CrossEntropy(student, rows, expected);
    }

    // A linear head's words are independent: of neighbours the probabilities multiply.
    private static PathExpectations Independent(Tensor teacher, Tensor rows)
    {
        using var noGrad = no_grad();
        var words = WordRows.Gather(teacher.detach(), rows);
        var labels = nn.functional.softmax(words.Logits.to(float64), -1) * words.Mask.unsqueeze(2).to(float64);      // [B,W,K]
        var steps = labels.shape[1] - 1;
        return new(labels, labels.narrow(1, 0, steps).transpose(1, 2).bmm(labels.narrow(1, 1, steps)));              // [B,K,K]
    }

    // 1 + e (1 - p_O), [B,R]: most words are outside of entities, and a student would spend its capacity on them.
    private Tensor EntityWeights(Tensor target) =>
        Detached(() => models.Rows!.Likelihood(target).Times(options.EntityWeight).Plus(1));

    private static Tensor Detached(Func<Tensor> compute)
    {
        using var noGrad = no_grad();
        return compute();
    }
}
