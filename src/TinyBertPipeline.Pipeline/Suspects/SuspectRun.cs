using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Data.Splitting;
using TinyBertPipeline.Core.Data.Writing;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Pipeline.Suspects;

/// <summary>
/// Ranks likely label errors of a file: models trained on other parts of it tell how probable each label is (confident learning with
/// cross-fitting; Northcutt, Jiang and Chuang, JAIR 2021).
/// </summary>
public static class SuspectRun
{
    /// <summary>Trains a model for each part and lists the doubtful places, the most doubtful first.</summary>
    /// <exception cref="InvalidInputException">Options or the model are wrong, or the file has too few sentences.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static SuspectReport Run(LabeledData data, SuspectOptions options, TrainingContext context, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        var folds = DataSplit.Folds(data, options.Folds, options.Seed);
        using var scratch = new ScratchFolder();
        string[] files = [.. folds.Select((fold, i) => Write(data, fold, scratch.Sub($"part{i}.jsonl")))];
        var suspects = new List<Suspect>();
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var chooser = (fold + 1) % folds.Count;
            var judge = FineTuningRun.Run(new FineTuningOptions
            {
                Model = options.Model,
                Train = Write(data, [.. folds.Index().Where(part => part.Index != fold && part.Index != chooser).SelectMany(part => part.Item)], scratch.Sub($"train{fold}.jsonl")),
                Dev = files[chooser],
                Out = scratch.Sub($"judge{fold}"),
                Epochs = options.Epochs,
                Seed = options.Seed,
            }, context, cancellation);
            suspects.AddRange(Judge(Bundle.Open(judge.Folder), files[fold], [.. folds[fold].Select(i => data.Sentences[i].Line)], cancellation));
            Directory.Delete(judge.Folder, recursive: true);
        }
        return new SuspectReport(data.Path, data.Sentences.Sum(sentence => sentence.Entities.Lenient.Count), [.. suspects.OrderByDescending(suspect => suspect.Doubt).ThenBy(suspect => suspect.Line)]);
    }

    private static IEnumerable<Suspect> Judge(Bundle judge, string file, long[] lines, CancellationToken cancellation)
    {
        var items = judge.Model.Data(judge.Task.Read(file, new DataOptions()));
        var evaluation = EvaluationRun.Run(judge, items, EngineName.Torch, new EngineSettings(), cancellation: cancellation);
        var errors = evaluation.Data.Errors(evaluation.Predictions) ?? throw new InvalidOperationException("taggers tell their errors");
        return errors.Instances().Zip(lines).SelectMany(pair => Suspect.Of(pair.First, pair.Second));
    }

    // As JSON, which holds any word.
    private static string Write(LabeledData data, IReadOnlyList<int> sentences, string path)
    {
        SentenceWriter.Write(path, sentences.Order().Select(i => data.Sentences[i]), DataLayout.HuggingFace);
        return path;
    }
}
