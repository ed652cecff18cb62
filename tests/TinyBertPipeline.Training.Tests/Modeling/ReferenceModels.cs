using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Tests.Modeling;

/// <summary>The folders of <c>reference/model</c>, and the one that is copied beside the tests.</summary>
internal static class ReferenceModels
{
    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>The models there are: the copy, and those of the reference.</summary>
    public static TheoryData<string> Folders() => [.. All()];

    /// <summary>The models that have a head of some kind, with the folder's name for it.</summary>
    public static TheoryData<string, string> Heads() => new(
        from folder in All()
        from head in new[] { "token-classification", "sequence-classification" }
        where Directory.Exists(Path.Combine(folder, head))
        select (folder, head));

    /// <summary>The folder of the reference, or the copy where it has none.</summary>
    public static string Find(params string[] parts)
    {
        var path = Path.Combine([ReferenceData.Root, .. parts]);
        return Path.Exists(path) ? path : Path.Combine([Golden, .. parts]);
    }

    /// <summary>The model of a folder with the head that its config names.</summary>
    public static BertTaskModel Load(string folder)
    {
        var config = BertConfig.Load(folder);
        var task = TaskList.Of(config);
        return BertTaskModel.Load(task, config, BertWeights.Load(folder, config, task.Head(config)));
    }

    public static BertModel LoadEncoder(string folder)
    {
        var config = BertConfig.Load(folder);
        var model = new BertModel(config, withPooler: true);
        model.LoadWeights(BertWeights.Load(folder, config));
        return model;
    }

    public static TokenTensors Inputs(ReferenceTensors file) => new(file["input_ids"], file["attention_mask"], file["token_type_ids"]);

    private static IEnumerable<string> All()
    {
        var parents = new[] { Path.Combine(Golden, "model"), Path.Combine(ReferenceData.Root, "model") }.Where(Directory.Exists);
        return parents.SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal);
    }
}
