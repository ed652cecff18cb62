namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>
/// How a student's predictions are compared with its teacher's. Where one of them has a CRF, the distributions are those of the words'
/// labels among all paths (marginals), and logits are its emissions.
/// </summary>
public enum PredictionLoss
{
    /// <summary>Kullback-Leibler divergence of the distributions; its gradient is that of the soft cross-entropy.</summary>
    KullbackLeibler,

    /// <summary>Mean squared difference of the logits.</summary>
    LogitMeanSquare,

    /// <summary>
    /// Students with a CRF: cross-entropy of whole paths of labels, from the teacher's probabilities of labels and of pairs of neighbours.
    /// </summary>
    Structural,
}
