using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>
/// What stands on a tagger's encoder, as its settings say: the encoder's states, an LSTM in both directions with a dense layer, the
/// classifier whose logits are the emissions, a CRF over them. H hidden, U units, D dense, K labels.
/// </summary>
/// <param name="Kind">Which of them there are.</param>
/// <param name="Units">U, of each direction.</param>
/// <param name="Dense">D.</param>
/// <param name="Constraint">Where only legal paths are considered.</param>
public sealed record TaggingHead(HeadKind Kind, int Units, int Dense, PathConstraint Constraint)
{
    /// <summary>The LSTM.</summary>
    public const string Lstm = "lstm";

    /// <summary>The dense layer behind it.</summary>
    public const string DenseLayer = "dense";

    /// <summary>The linear map to the labels.</summary>
    public const string Classifier = "classifier";

    /// <summary>The CRF.</summary>
    public const string Crf = "crf";

    /// <summary>Units of an LSTM where none are stated: those of the article's network.</summary>
    public const int UsualUnits = 256;

    /// <summary>Width of the dense layer where none is stated: that of the article's network.</summary>
    public const int UsualDense = 128;

    /// <summary>The scores of a CRF's steps, in the order of <see cref="Labeling.Paths.PathTransitions.FromWeights"/>.</summary>
    public static IReadOnlyList<string> Transitions { get; } = [$"{Crf}.transitions", $"{Crf}.start_transitions", $"{Crf}.end_transitions"];

    /// <summary>Whether there is an LSTM.</summary>
    public bool HasLstm => Kind is HeadKind.Lstm or HeadKind.LstmCrf;

    /// <summary>Whether there is a CRF.</summary>
    public bool HasCrf => Kind is HeadKind.Crf or HeadKind.LstmCrf;

    /// <summary>Whether a CRF's loss is over legal paths alone.</summary>
    public bool TrainsLegalPaths => Constraint is PathConstraint.Both or PathConstraint.Training;

    /// <summary>Whether only legal paths are decoded.</summary>
    public bool DecodesLegalPaths => Constraint is PathConstraint.Both or PathConstraint.Decoding;

    /// <summary>The head of a model's settings.</summary>
    public static TaggingHead Of(BundleSettings settings) => new(
        settings.Head ?? HeadKind.Linear, settings.LstmUnits ?? UsualUnits, settings.DenseUnits ?? UsualDense,
        settings.Constraint ?? PathConstraint.Both);

    /// <summary>The head of a model.</summary>
    /// <exception cref="InvalidInputException">A setting of the config is invalid.</exception>
    public static TaggingHead Of(BertConfig config) => Of(BundleSettings.ReadHead(config));

    /// <summary>The labels of a model with the scheme that its settings say.</summary>
    /// <exception cref="InvalidInputException">The labels are those of no tagger.</exception>
    public static LabelSet LabelsOf(BertConfig config) => LabelSet.FromLabels(config.Labels, BundleSettings.Read(config).Scheme);

    /// <summary>The head's tensors in the order of the network.</summary>
    /// <param name="hidden">H.</param>
    /// <param name="labels">K.</param>
    public IEnumerable<TensorSlot> Tensors(int hidden, int labels) =>
    [
        .. HasLstm ? [.. Direction("", hidden), .. Direction("_reverse", hidden), .. BertTensors.Linear(DenseLayer, Dense, 2 * Units)] : Array.Empty<TensorSlot>(),
        .. BertTensors.Linear(Classifier, labels, HasLstm ? Dense : hidden),
        .. HasCrf ? TransitionTensors(labels) : [],
    ];

    /// <summary>The tensors of a CRF.</summary>
    public static IEnumerable<TensorSlot> TransitionTensors(int labels) =>
        [new(Transitions[0], [labels, labels]), new(Transitions[1], [labels]), new(Transitions[2], [labels])];

    private TensorSlot[] Direction(string suffix, int hidden) =>
    [
        new($"{Lstm}.weight_ih_l0{suffix}", [4 * Units, hidden]), new($"{Lstm}.weight_hh_l0{suffix}", [4 * Units, Units]),
        new($"{Lstm}.bias_ih_l0{suffix}", [4 * Units]),
    ];
}
