using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

/// <summary>The folders of <c>reference/model</c>, and the one that is copied beside the tests.</summary>
internal static class ReferenceModels
{
    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The models there are: the copy, and those of the reference.</summary>
    public static TheoryData<string> Folders()
    {
        var reference = Path.Combine(ReferenceData.Root, "model");
        var parents = new[] { Path.Combine(Golden, "model"), reference }.Where(Directory.Exists);
        return [.. parents.SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal)];
    }

    /// <summary>The folder of the reference, or the copy where it has none.</summary>
    public static string Find(params string[] parts)
    {
        var path = Path.Combine([ReferenceData.Root, .. parts]);
        return Path.Exists(path) ? path : Path.Combine([Golden, .. parts]);
    }

    public static BertTaggerModel LoadTagger(string folder)
    {
        var config = BertConfig.Load(folder);
        var model = BertTaggerModel.Create(config, seed: 1);
        model.LoadWeights(BertWeights.Load(folder, config, BertHead.TokenClassification));
        return model;
    }

    public static BertModel LoadEncoder(string folder)
    {
        var config = BertConfig.Load(folder);
        var model = new BertModel(config, withPooler: true);
        model.LoadWeights(BertWeights.Load(folder, config, BertHead.None));
        return model;
    }

    public static (Tensor Ids, Tensor Mask, Tensor Types) Inputs(ReferenceTensors file) =>
        (file["input_ids"], file["attention_mask"], file["token_type_ids"]);
}
