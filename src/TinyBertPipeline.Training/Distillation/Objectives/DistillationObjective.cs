using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Losses;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>
/// The loss of a stage: the sum of its terms, see <see cref="DistillationStage"/>. With h_m the student's and t_g(m) the teacher's states,
/// <c>L_hidden = sum over matches of mean((h_m W_m + b_m - t_g(m))²) / v_g(m)</c>, v the variance of t_g(m) in the batch, mean over coordinates,
/// so that all levels weigh the same; <c>L_attention = sum over matches of the mean squared difference of raw scores</c>;
/// <c>L_prediction = sum_p w_p KL_p / sum_p w_p</c> over the pieces that begin a word.
/// </summary>
internal sealed class DistillationObjective : ITrainingObjective<TextSequence[]>, IDisposable
{
    private readonly ObjectiveOptions _options;
    private readonly BertTaggerModel _student;
    private readonly BertTaggerModel? _teacher;
    private readonly HiddenProjections? _projections;
    private readonly IDropout? _dropout;
    private readonly Vocabulary _vocabulary;
    private readonly PredictedPositions _positions;

    /// <param name="options">What it weighs and compares.</param>
    /// <param name="student">The student.</param>
    /// <param name="teacher">The teacher; null with soft labels or gold labels alone.</param>
    /// <param name="projections">Needed where hidden states are compared.</param>
    /// <param name="dropout">The student's dropout, or null.</param>
    /// <param name="vocabulary">The vocabulary of both.</param>
    public DistillationObjective(
        ObjectiveOptions options, BertTaggerModel student, BertTaggerModel? teacher, HiddenProjections? projections, IDropout? dropout,
        Vocabulary vocabulary)
    {
        (_options, _student, _teacher, _projections, _dropout, _vocabulary) = (options, student, teacher, projections, dropout, vocabulary);
        _positions = new PredictedPositions(vocabulary);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Loss(TextSequence[] batch, TrainingStep step)
    {
        var stage = _options.Stage;
        var inputs = step.Times.Measure("data", () => new DistillationBatch(batch, _vocabulary, _options.PadTo));
        var hidden = Compares(MatchedFeature.Hidden) ? stage.HiddenWeight * Fade((double)step.Number / step.Total) : 0;
        var attention = Compares(MatchedFeature.Attention) ? stage.AttentionWeight : 0;
        var wanted = (hidden > 0 ? BertOutputs.HiddenStates : 0) | (attention > 0 ? BertOutputs.AttentionScores : 0);
        var targets = _teacher is null || (wanted == 0 && stage.PredictionWeight == 0)
            ? new TeacherTargets([], [], null)
            : step.Times.Measure("teacher", () => TeacherTargets.Compute(_teacher, inputs.Tensors, wanted));
        var states = _student.forward(inputs.Tensors.Ids, inputs.Tensors.Mask, inputs.Tensors.Types, wanted, _dropout);
        var terms = new List<LossTerm>();
        if (hidden > 0) terms.Add(new LossTerm("hidden", Hidden(states, targets, inputs.Tensors.Mask), hidden));
        if (attention > 0) terms.Add(new LossTerm("attention", Attention(states, targets, inputs.Tensors.Mask), attention));
        if (stage.PredictionWeight > 0) terms.Add(new LossTerm("prediction", Prediction(states.Logits!, targets, inputs), stage.PredictionWeight));
        if (stage.LabelWeight > 0 && inputs.Labels() is { } labels)
            terms.Add(new LossTerm("labels", LabelCrossEntropy(states.Logits!, labels), stage.LabelWeight));
        return terms;
    }

    /// <inheritdoc/>
    public int Pieces(TextSequence[] batch) => batch.Sum(sequence => sequence.Ids.Length);

    /// <inheritdoc/>
    public IEnumerable<string> Sentences(TextSequence[] batch) =>
        batch.Select(sequence => string.Join(' ', sequence.Ids.Select(id => _vocabulary[id])));

    /// <inheritdoc/>
    public void Dispose() => _positions.Dispose();

    private bool Compares(MatchedFeature feature) => _options.Matches.Any(match => match.Feature == feature);

    private double Fade(double progress) => _options.Stage.HiddenFade > 0 ? Math.Max(0, 1 - progress / _options.Stage.HiddenFade) : 1;

    private Tensor Hidden(BertStates student, TeacherTargets teacher, Tensor mask) => Sum(MatchedFeature.Hidden, match =>
    {
        var target = teacher.Hidden[match.Teacher];
        var projected = _projections!.Project(match.Student, student.HiddenStates[match.Student]);
        return DistillationLosses.HiddenStates(projected, target, mask) / Variance(target, mask);
    });

    private Tensor Attention(BertStates student, TeacherTargets teacher, Tensor mask) => Sum(MatchedFeature.Attention, match =>
    {
        var (ofStudent, ofTeacher) = _options.Heads[match.Student - 1]
            .Select(student.AttentionScores[match.Student - 1], teacher.Attention[match.Teacher - 1]);
        return DistillationLosses.AttentionScores(ofStudent, ofTeacher, mask);
    });

    private Tensor Sum(MatchedFeature feature, Func<LayerMatch, Tensor> loss) => _options.Matches.Where(match => match.Feature == feature)
        .Select(match => match.Weight == 1 ? loss(match) : loss(match).Times(match.Weight)).Aggregate((sum, term) => sum.Plus(term));

    private Tensor Prediction(Tensor logits, TeacherTargets teacher, DistillationBatch inputs)
    {
        var (target, positions) = teacher.Logits is { } given
            ? (given, _positions.Of(inputs.Tensors.Ids))
            : inputs.SoftTargets((int)logits.shape[2]);
        var weights = _options.EntityWeight == 0 ? positions : positions * EntityWeights(target);
        return _options.PredictionLoss == PredictionLoss.LogitMeanSquare
            ? DistillationLosses.LogitMeanSquare(logits, target, weights)
            : DistillationLosses.KullbackLeibler(logits, target, weights, _options.Temperature);
    }

    // 1 + e (1 - p_O), [B,T]
    private Tensor EntityWeights(Tensor target)
    {
        using var noGrad = no_grad();
        return nn.functional.softmax(target, -1).select(-1, _options.OutsideLabel).SubtractedFrom(1).Times(_options.EntityWeight).Plus(1);
    }

    private static Tensor LabelCrossEntropy(Tensor logits, Tensor labels) =>
        nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index: TextSequence.NoLabel);

    // The mean over coordinates of the variance over the batch's real pieces.
    private static Tensor Variance(Tensor target, Tensor mask)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var valid = mask.to_type(target.dtype).unsqueeze(-1);                      // [B,T,1]
        var count = valid.sum();
        var mean = (target * valid).sum([0, 1]) / count;                           // [H]
        var variance = (target.Minus(mean) * valid).square().sum() / count.Times(target.shape[2]);
        return variance.AtLeast(1e-12).MoveToOuterDisposeScope();
    }
}
