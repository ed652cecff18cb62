namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>A raw text, or a pair, that is to be classified.</summary>
internal sealed class ClassifiedText(ClassificationModel model, string text, string? pair) : ITaskText
{
    public TaskItem Item { get; } = model.Item(text, pair);

    public ITaskPrediction Read(ItemPrediction prediction) => new ClassPrediction(text, pair, model.Config.Labels, Softmax(prediction.Logits));

    /// <summary>The probabilities of the labels.</summary>
    internal static double[] Softmax(float[] logits)
    {
        var highest = logits.Max();
        var powers = Array.ConvertAll(logits, logit => Math.Exp(logit - highest));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, power => power / sum);
    }
}
