using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation.Errors;

/// <summary>A sentence with its gold and predicted entities and their probabilities.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Line">Its first line in the file.</param>
/// <param name="Gold">The gold entities.</param>
/// <param name="Predicted">The predicted ones.</param>
internal sealed record EvaluatedSentence(IReadOnlyList<string> Words, long Line, IReadOnlyList<EntitySpan> Gold, IReadOnlyList<EntitySpan> Predicted)
{
    private IReadOnlyList<EntityMatch>? _matches;

    /// <summary>The probability that the model gives to each gold or predicted entity.</summary>
    public required IReadOnlyDictionary<EntitySpan, double> Probabilities { get; init; }

    /// <summary>Gold beside predicted.</summary>
    public IReadOnlyList<EntityMatch> Matches => _matches ??= EntityMatcher.Match(Gold, Predicted);

    /// <summary>The errors, weighted by how sure of them the model was: 0 where all is right.</summary>
    public double Surprise => Matches.Where(match => match.Kind != MatchKind.Correct).Sum(match =>
        (match.Gold is { } gold ? 1 - Probabilities[gold] : 0) + (match.Predicted is { } predicted ? Probabilities[predicted] : 0));

    /// <summary>The words of an entity with a space between them.</summary>
    public string TextOf(EntitySpan entity) => string.Join(' ', Words.Skip(entity.Start).Take(entity.End - entity.Start + 1));
}
