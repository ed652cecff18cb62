using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Engines;

/// <summary>The TorchSharp model as an inference engine; products are computed in 32 bits.</summary>
public sealed class TorchEngine : IInferenceEngine
{
    private readonly BertTaskModel _model;
    private readonly bool _ownsModel;

    /// <summary>Runs a model that someone else owns, for example one in training.</summary>
    internal TorchEngine(BertTaskModel model)
        : this(model, ownsModel: false)
    {
    }

    private TorchEngine(BertTaskModel model, bool ownsModel)
    {
        (_model, _ownsModel) = (model, ownsModel);
        Info = new EngineInfo("torch", LibTorch.Version, "CPU", "f32", ModelInputs.All, [model.Output.Name],
            model.Config.VocabularySize, model.Config.MaxPositions, UsefulRequests: 1)
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
        return new TorchEngine(BertTaskModel.Load(bundle.Task, bundle.Config, bundle.LoadWeights()), ownsModel: true);
    }

    /// <inheritdoc/>
    public IInferenceRequest CreateRequest() => new TorchRequest(_model, Info);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsModel) _model.Dispose();
    }
}
