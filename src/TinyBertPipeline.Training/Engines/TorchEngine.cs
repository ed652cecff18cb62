using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Engines;

/// <summary>The TorchSharp model as an inference engine; products are computed in 32 bits.</summary>
public sealed class TorchEngine : IInferenceEngine
{
    private readonly IReadOnlyList<BertTaskModel> _models;
    private readonly bool _ownsModels;

    /// <summary>
    /// Runs models that someone else owns, for example one in training. Of several with one list of labels, the output is the logarithm of
    /// their mean distribution.
    /// </summary>
    internal TorchEngine(params IReadOnlyList<BertTaskModel> models)
        : this(models, ownsModels: false)
    {
    }

    private TorchEngine(IReadOnlyList<BertTaskModel> models, bool ownsModels)
    {
        (_models, _ownsModels) = (models, ownsModels);
        var model = models[0];
        Info = new EngineInfo("torch", LibTorch.Version, "CPU", "f32", ModelInputs.All, [model.Output.Name],
            model.Config.VocabularySize, models.Min(one => one.Config.MaxPositions), UsefulRequests: 1)
        {
            BesideGraph = model.BesideGraph(),
        };
    }

    /// <inheritdoc/>
    public EngineInfo Info { get; }

    /// <summary>Loads the model of a folder.</summary>
    /// <exception cref="InvalidInputException">
    /// The folder is no bundle (see <see cref="Bundle.Open"/>), or its weights are absent or broken.
    /// </exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static TorchEngine Load(string folder) => Load(Bundle.Open(folder));

    /// <summary>Loads the model of a bundle, also one whose labels are not those of its config.</summary>
    /// <exception cref="InvalidInputException">The weights are absent or broken.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static TorchEngine Load(Bundle bundle)
    {
        LibTorch.EnsureLoaded();
        return new TorchEngine([BertTaskModel.Load(bundle.Task, bundle.Config, bundle.LoadWeights())], ownsModels: true);
    }

    /// <inheritdoc/>
    public IInferenceRequest CreateRequest() => new TorchRequest(_models, Info);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_ownsModels) return;
        foreach (var model in _models) model.Dispose();
    }
}
