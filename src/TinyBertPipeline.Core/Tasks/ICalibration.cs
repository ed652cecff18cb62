using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>Labelled text with a tagger's logits: what its probabilities are worth, and where its operating points are.</summary>
public interface ICalibration
{
    /// <summary>Fits the temperature at which probabilities mean what they say.</summary>
    /// <exception cref="InvalidInputException">The text has nothing to fit to.</exception>
    TemperatureFit FitTemperature();

    /// <summary>How right the entities are that the model finds without an operating point, by their probability at a temperature.</summary>
    ReliabilityTable Reliability(double temperature);

    /// <summary>Fits an operating point.</summary>
    /// <exception cref="InvalidInputException">The text has no entity.</exception>
    OperatingPointFit FitPoint(OperatingGoal goal);

    /// <summary>All text at an operating point; null for none.</summary>
    EntityScore ScoreAt(OperatingPoint? point, CountedUnit unit);
}
