using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Losses;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>The two models of a distillation, and what both have in common.</summary>
/// <param name="Student">The student.</param>
/// <param name="Teacher">The teacher; null with soft labels or gold labels alone.</param>
/// <param name="Projections">The student's states at the teacher's width; needed where hidden states are compared.</param>
/// <param name="Rows">Which rows of the output are compared; null where no output is.</param>
/// <param name="Vocabulary">The vocabulary of both.</param>
internal sealed record ModelPair(
    BertTaskModel Student, BertTaskModel? Teacher, HiddenProjections? Projections, IImitatedRows? Rows, Vocabulary Vocabulary)
{
    /// <summary>Teachers beside the first, who only say how they would label; null where there is none.</summary>
    public FurtherTeachers? Others { get; init; }
}

/// <summary>
/// The loss of a stage: the sum of its terms, see <see cref="DistillationStage"/>. With h_m the student's and t_g(m) the teacher's states,
/// <c>L_hidden = sum over matches of mean((h_m W_m + b_m - t_g(m))²) / v_g(m)</c>, v the variance of t_g(m) in the batch, mean over
/// coordinates, so that all levels weigh the same; <c>L_attention = sum over matches of the mean squared difference of raw scores</c>;
/// <c>L_prediction = sum_r w_r KL_r / sum_r w_r</c> over the rows that the task compares. B batch, T tokens, R rows, K labels, H hidden, A
/// heads. <c>L_activation</c> and <c>L_middle</c> are as <c>L_hidden</c>, but of the neurons, or coordinates, that the student kept, so that
/// no projection stands between.
/// </summary>
internal sealed class DistillationObjective(ObjectiveOptions options, ModelPair models) : ITrainingObjective<TaskExample[]>
{
    private readonly PredictionTerm _prediction = new(options, models);

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Loss(TaskExample[] batch, TrainingStep step)
    {
        var (stage, student) = (options.Stage, models.Student);
        var inputs = step.Times.Measure("data", () => new TargetBatch(batch, student.Output, models.Vocabulary.PadId));
        var fade = Fade((double)step.Number / step.Total);
        var hidden = Compares(MatchedFeature.Hidden) ? stage.HiddenWeight * fade : 0;
        var (activation, middle) = (stage.ActivationWeight * fade, stage.MiddleWeight * fade);
        var attention = Compares(MatchedFeature.Attention) ? stage.AttentionWeight : 0;
        var pass = new PassOptions
        {
            Wanted = (hidden > 0 ? BertOutputs.HiddenStates : 0) | (attention > 0 ? BertOutputs.AttentionScores : 0)
                | (activation > 0 ? BertOutputs.Activations : 0) | (middle > 0 ? BertOutputs.MiddleStates : 0),
            Dropout = options.Dropout,
            UseBFloat16 = options.UseBFloat16,
        };
        var targets = models.Teacher is not { } teacher || (pass.Wanted == 0 && stage.PredictionWeight == 0)
            ? TeacherTargets.None
            : step.Times.Measure("teacher", () => Targets(teacher, batch, inputs.Tokens, pass));
        var states = student.forward(inputs.Tokens, pass);
        var terms = new List<LossTerm>();
        if (hidden > 0) terms.Add(new LossTerm("hidden", Hidden(states, targets, inputs.Tokens.Mask), hidden));
        if (attention > 0) terms.Add(new LossTerm("attention", Attention(states, targets, inputs.Tokens.Mask), attention));
        if (activation > 0) terms.Add(new LossTerm("activation", Kept(inputs, layer => options.Kept!.Neurons(layer, states, targets)), activation));
        if (middle > 0) terms.Add(new LossTerm("middle", Kept(inputs, layer => options.Kept!.Middle(layer, states, targets)), middle));
        if (stage.PredictionWeight > 0)
            terms.Add(new LossTerm("prediction", Prediction(states.Logits!, targets, inputs), stage.PredictionWeight));
        if (stage.LabelWeight > 0 && inputs.Targets() is { } labels)
            terms.Add(new LossTerm("labels", student.Loss(states.Logits!, labels), stage.LabelWeight));
        return terms;
    }

    /// <inheritdoc/>
    public int Pieces(TaskExample[] batch) => TargetBatch.Pieces(batch);

    /// <inheritdoc/>
    public IEnumerable<string> Sentences(TaskExample[] batch) => TargetBatch.Describe(batch, id => models.Vocabulary[id]);

    private TeacherTargets Targets(BertTaskModel teacher, TaskExample[] batch, TokenTensors tokens, PassOptions pass)
    {
        var targets = TeacherTargets.Compute(teacher, tokens, pass);
        return models.Others is { } others && options.Stage.PredictionWeight > 0
            ? targets with { Logits = others.LogMean(targets.Logits!, batch, tokens, pass) }
            : targets;
    }

    // The sum over layers of the mean squared difference, each in units of the teacher's variance.
    private Tensor Kept(TargetBatch inputs, Func<int, (Tensor Student, Tensor Teacher)> select) =>
        Enumerable.Range(1, options.Kept!.Layers.Count).Select(layer =>
        {
            var (student, teacher) = select(layer);
            return DistillationLosses.HiddenStates(student, teacher, inputs.Tokens.Mask) / Variance(teacher, inputs.Tokens.Mask);
        }).Aggregate((sum, term) => sum.Plus(term));

    private bool Compares(MatchedFeature feature) => options.Matches.Any(match => match.Feature == feature);

    // From 1 at the start to 0 at the progress HiddenFade, and 0 from there.
    private double Fade(double progress) => options.Stage.HiddenFade > 0 ? Math.Max(0, 1 - progress / options.Stage.HiddenFade) : 1;

    private Tensor Hidden(BertStates student, TeacherTargets teacher, Tensor mask) => Sum(MatchedFeature.Hidden, match =>
    {
        var target = teacher.Hidden[match.Teacher];                                                              // [B,T,H]
        var projected = models.Projections!.Project(match.Student, student.HiddenStates[match.Student]);         // [B,T,H'] to [B,T,H]
        return DistillationLosses.HiddenStates(projected, target, mask) / Variance(target, mask);
    });

    private Tensor Attention(BertStates student, TeacherTargets teacher, Tensor mask) => Sum(MatchedFeature.Attention, match =>
    {
        // Layers count from 1, 0 being the embeddings; scores exist for layers alone.
        var (ofStudent, ofTeacher) = options.Heads[match.Student - 1]
            .Select(student.AttentionScores[match.Student - 1], teacher.Attention[match.Teacher - 1]);           // [B,A',T,T] both
        return DistillationLosses.AttentionScores(ofStudent, ofTeacher, mask);
    });

    private Tensor Sum(MatchedFeature feature, Func<LayerMatch, Tensor> loss) => options.Matches.Where(match => match.Feature == feature)
        .Select(match => match.Weight == 1 ? loss(match) : loss(match).Times(match.Weight)).Aggregate((sum, term) => sum.Plus(term));

    private Tensor Prediction(Tensor logits, TeacherTargets teacher, TargetBatch inputs)
    {
        var (target, rows) = teacher.Logits is { } given
            ? (given, models.Rows!.Of(inputs.Tokens.Ids))
            : inputs.SoftTargets((int)logits.shape[2]);                                                          // [B,R,K] and [B,R]
        return _prediction.Loss(logits, target, rows, isGiven: teacher.Logits is null);
    }

    // The mean over coordinates of the variance over the batch's real pieces.
    private static Tensor Variance(Tensor target, Tensor mask)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var valid = mask.to_type(target.dtype).unsqueeze(-1);                      // [B,T,1]
        var count = valid.sum();
        var mean = (target * valid).sum([0, 1]) / count;                           // [H]
        var variance = (target.Minus(mean) * valid).square().sum() / count.Times(target.shape[2]);
        return variance.AtLeast(1e-12).MoveToOuterDisposeScope();                  // a constant state must not divide by 0
    }
}
