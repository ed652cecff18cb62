namespace TinyBertPipeline.Core.Tasks;

/// <summary>Labelled items of a file, as a model sees them.</summary>
public interface ITaskData
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>What is counted: <c>sentences</c> and <c>words</c>, or <c>texts</c>; the items first, then the rows where they are more.</summary>
    IReadOnlyList<KeyValuePair<string, long>> Counts { get; }

    /// <summary>What a user should know of these data and this model, for example labels that it does not know.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>The items in the order of the file.</summary>
    IReadOnlyList<TaskItem> Items { get; }

    /// <summary>The sequences to learn from.</summary>
    /// <exception cref="InvalidInputException">The model has no label for an item; the message says where and which.</exception>
    IReadOnlyList<TaskExample> Examples();

    /// <summary>The same data with some of the items, in the order given.</summary>
    ITaskData Pick(IReadOnlyList<int> items);

    /// <summary>The same file as another model of the task sees it.</summary>
    ITaskData For(ITaskModel model);

    /// <summary>The same items with what a model found in them for their labels.</summary>
    /// <param name="predictions">A prediction for each item, of the model that these data are for.</param>
    ITaskData LabelledBy(IReadOnlyList<ItemPrediction> predictions);

    /// <summary>
    /// New items that are made of these: what is looked for is swapped for other of its kind in the data. Null where the task has no such
    /// thing.
    /// </summary>
    /// <param name="copies">How many are tried for each item.</param>
    /// <param name="seed">Seed of all choices.</param>
    ITaskData? Swapped(int copies, int seed) => null;

    /// <summary>The score of predictions for all items.</summary>
    TaskScore Score(IReadOnlyList<ItemPrediction> predictions);

    /// <summary>The score and all that people and machines may want to know beside it.</summary>
    /// <param name="predictions">A prediction for each item.</param>
    /// <param name="mode">How to count, where the task knows several ways; null for the usual one.</param>
    /// <exception cref="InvalidInputException">The task has no such mode.</exception>
    ITaskReport Report(IReadOnlyList<ItemPrediction> predictions, string? mode = null);

    /// <summary>What predictions get wrong; null where the task does not tell.</summary>
    /// <param name="predictions">A prediction for each item.</param>
    /// <param name="training">What the model was trained on, to tell what it had seen; or null.</param>
    ITaskErrors? Errors(IReadOnlyList<ItemPrediction> predictions, ILabeledFile? training = null) => null;

    /// <summary>The same items as running text; null where they are texts as they are.</summary>
    ITextData? AsText() => null;

    /// <summary>What the items say of the model's confidence.</summary>
    /// <param name="predictions">A prediction for each item, of a model that has all that decoding needs.</param>
    /// <exception cref="InvalidInputException">The task has no such thing, or the model lacks a type of the items.</exception>
    ICalibration Calibration(IReadOnlyList<ItemPrediction> predictions) =>
        throw new InvalidInputException(InputKind.Configuration, null, "confidence and operating points are calibrated for taggers");

    /// <summary>What each item adds to the score: counts, of which <see cref="ValueOf"/> makes the score. For intervals by resampling.</summary>
    IReadOnlyList<double[]> Parts(IReadOnlyList<ItemPrediction> predictions);

    /// <summary>The score of items whose counts add up to <paramref name="sum"/>.</summary>
    double ValueOf(double[] sum);
}
