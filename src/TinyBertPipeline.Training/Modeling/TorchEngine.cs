using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>The TorchSharp model as an inference engine: outputs <c>logits</c> [B,T,labels].</summary>
public sealed class TorchEngine : IInferenceEngine
{
    private readonly BertTaggerModel _model;
    private readonly bool _ownsModel;

    /// <summary>Runs a model that someone else owns, for example one in training.</summary>
    public TorchEngine(BertTaggerModel model)
        : this(model, ownsModel: false)
    {
    }

    private TorchEngine(BertTaggerModel model, bool ownsModel)
    {
        (_model, _ownsModel) = (model, ownsModel);
        Info = new EngineInfo("torch", LibTorch.Version, "CPU", model.Encoder.UseBFloat16 ? "bf16" : "f32",
            ["input_ids", "attention_mask", "token_type_ids"], [TorchRequest.Logits],
            model.Config.VocabularySize, model.Config.MaxPositions, UsefulRequests: 1);
    }

    /// <inheritdoc/>
    public EngineInfo Info { get; }

    /// <summary>Loads the tagger of a folder; products are computed in 32 bits.</summary>
    /// <exception cref="InvalidInputException">The folder holds no BERT tagger.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static TorchEngine Load(string folder)
    {
        LibTorch.EnsureLoaded();
        var config = BertConfig.Load(folder);
        if (config.Labels.Count == 0) throw new InvalidInputException(InputKind.Model, folder, "the config has no labels (id2label)");
        return Create(config, BertWeights.Load(folder, config, BertHead.TokenClassification));
    }

    /// <summary>Loads the tagger of a bundle, also one whose labels are not those of its config; products are computed in 32 bits.</summary>
    /// <exception cref="InvalidInputException">The weights are absent or broken.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static TorchEngine Load(Bundle bundle)
    {
        LibTorch.EnsureLoaded();
        return Create(bundle.Config, bundle.LoadWeights());
    }

    /// <inheritdoc/>
    public IInferenceRequest CreateRequest() => new TorchRequest(_model, Info);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsModel) _model.Dispose();
    }

    private static TorchEngine Create(BertConfig config, BertWeights weights)
    {
        var model = BertTaggerModel.Create(config, seed: 0);
        model.LoadWeights(weights);
        return new TorchEngine(model, ownsModel: true);
    }
}
