using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>
/// Entity scores of predicted labels against gold ones, equal to seqeval 1.2.2. An entity is correct if type, first and last word are.
/// Where there is no entity in gold and prediction, seqeval's macro average is not a number and its text report fails: here the macro
/// average is then the answer for division by zero, like the other two, and the report has the averages only.
/// </summary>
internal sealed class EvaluationReport
{
    private EvaluationReport(
        IEnumerable<(IReadOnlyList<EntitySpan> Gold, IReadOnlyList<EntitySpan> Predicted)> sentences, double accuracy, double zeroDivision)
    {
        var counts = new SortedDictionary<string, EntityCounts>(StringComparer.Ordinal);
        foreach (var (gold, predicted) in sentences)
        {
            foreach (var entity in gold) Add(entity.Type, new EntityCounts(0, 0, 1));
            foreach (var entity in predicted) Add(entity.Type, new EntityCounts(0, 1, 0));
            foreach (var entity in gold.Intersect(predicted)) Add(entity.Type, new EntityCounts(1, 0, 0));
        }
        var perType = new SortedDictionary<string, EntityScore>(StringComparer.Ordinal);
        foreach (var (type, count) in counts) perType.Add(type, count.Score(zeroDivision));
        var total = counts.Values.Aggregate(default(EntityCounts), (sum, count) => sum + count);
        (PerType, Micro, Accuracy) = (perType, total.Score(zeroDivision), accuracy);
        Macro = Average(_ => 1, perType.Count);
        Weighted = Average(score => score.Support, Micro.Support);

        void Add(string type, EntityCounts count) => counts[type] = counts.GetValueOrDefault(type) + count;
    }

    /// <summary>Scores of each type in gold or prediction, in ordinal order; an empty name is the unnamed type.</summary>
    public IReadOnlyDictionary<string, EntityScore> PerType { get; }

    /// <summary>Scores of all entities together. Its F1 is what "F1" means without further words.</summary>
    public EntityScore Micro { get; }

    /// <summary>Plain mean over the types in gold or prediction.</summary>
    public EntityScore Macro { get; }

    /// <summary>Mean over the types, weighted by gold support.</summary>
    public EntityScore Weighted { get; }

    /// <summary>Share of words whose label is the gold one, O included; 0 without words.</summary>
    public double Accuracy { get; }

    /// <summary>What was done about labels that their scheme does not allow.</summary>
    public LabelRepair Repair { get; private init; }

    /// <summary>Places in the gold labels that their scheme does not allow; with a repair, so many were repaired.</summary>
    public int IllegalGoldPlaces { get; private init; }

    /// <summary>Places in the predicted labels that their scheme does not allow; with a repair, so many were repaired.</summary>
    public int IllegalPredictedPlaces { get; private init; }

    /// <summary>
    /// Compares entities that were read from the labels as they are, gold in the scheme of the file, predicted in the scheme of the model.
    /// Strict scores without a repair are those of seqeval's strict mode where it has the scheme.
    /// </summary>
    /// <param name="gold">Gold entities of each sentence.</param>
    /// <param name="predicted">Predicted entities of as many sentences.</param>
    /// <param name="accuracy">Share of words whose label is the gold one.</param>
    /// <param name="mode">How entities are read.</param>
    /// <param name="repair">What becomes of labels that their scheme does not allow; the lenient mode needs none.</param>
    /// <param name="zeroDivision">Precision without predicted, or recall without gold entities: 0 or 1.</param>
    /// <exception cref="ArgumentException">The numbers of sentences differ.</exception>
    public static EvaluationReport Compute(
        IReadOnlyList<EntityReadings> gold, IReadOnlyList<EntityReadings> predicted, double accuracy,
        EvaluationMode mode = EvaluationMode.Strict, LabelRepair repair = LabelRepair.None, double zeroDivision = 0) =>
        new(SentenceEntities.Of(gold, predicted, mode, repair), accuracy, zeroDivision)
        {
            Repair = repair,
            IllegalGoldPlaces = gold.Sum(sentence => sentence.IllegalPlaces),
            IllegalPredictedPlaces = predicted.Sum(sentence => sentence.IllegalPlaces),
        };

    /// <summary>Compares labels of one scheme sentence by sentence.</summary>
    /// <param name="gold">Gold labels of each sentence.</param>
    /// <param name="predicted">As many predicted labels.</param>
    /// <param name="mode">How entities are read.</param>
    /// <param name="scheme">The scheme of strict mode.</param>
    /// <param name="zeroDivision">Precision without predicted, or recall without gold entities: 0 or 1.</param>
    /// <exception cref="ArgumentException">The numbers of sentences, or of labels in a sentence, differ.</exception>
    /// <exception cref="InvalidInputException">Strict mode: a label's letter is not of the scheme.</exception>
    public static EvaluationReport Compute(
        IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> predicted,
        EvaluationMode mode, StrictScheme scheme = StrictScheme.Iobes, double zeroDivision = 0) =>
        new(SentenceEntities.Read(gold, predicted, mode, scheme), Agreement(gold, predicted), zeroDivision);

    /// <summary>The report of seqeval's <c>classification_report</c>, character by character.</summary>
    public string ToText(int digits = 2) => TextReport.Format(this, digits);

    // numpy's average: sum of value x weight over the sum of weights. Without gold entities the answers are those of the pooled counts.
    private EntityScore Average(Func<EntityScore, double> weight, double weights)
    {
        if (weights == 0) return Micro;
        return new EntityScore(Mean(score => score.Precision), Mean(score => score.Recall), Mean(score => score.F1), Micro.Support);

        double Mean(Func<EntityScore, double> value) => PerType.Values.Sum(score => value(score) * weight(score)) / weights;
    }

    /// <summary>Share of words whose labels are the same; 0 without words.</summary>
    public static double Agreement(IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> predicted)
    {
        var words = gold.Sum(labels => (long)labels.Count);
        var equal = gold.Zip(predicted).Sum(pair => (long)pair.First.Zip(pair.Second).Count(labels => labels.First == labels.Second));
        return words == 0 ? 0 : (double)equal / words;
    }
}
