namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>How a student's logits are compared with its teacher's.</summary>
public enum PredictionLoss
{
    /// <summary>Kullback-Leibler divergence of the distributions; its gradient is that of the soft cross-entropy.</summary>
    KullbackLeibler,

    /// <summary>Mean squared difference of the logits.</summary>
    LogitMeanSquare,
}
