namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>A text with its gold and its predicted label.</summary>
/// <param name="Text">The text.</param>
/// <param name="Gold">The gold label.</param>
/// <param name="Predicted">The predicted label.</param>
/// <param name="Score">The probability of the predicted label.</param>
internal sealed record EvaluatedText(LabeledText Text, string Gold, string Predicted, double Score)
{
    public bool IsRight => Gold == Predicted;
}
