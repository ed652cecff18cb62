using System.Text.Json;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>A bundle's labels and scores on a labelled file, kept beside the bundle: teachers are compared with many students.</summary>
/// <param name="Weights">SHA-256 of the bundle's weights.</param>
/// <param name="Data">SHA-256 of the labelled file.</param>
/// <param name="F1">Strict micro F1 with legal paths, 0 to 1.</param>
/// <param name="F1Argmax">The same with the best label of each word.</param>
/// <param name="Labels">The labels of each sentence with legal paths, parted by blanks.</param>
internal sealed record FileScore(string Weights, string Data, double F1, double F1Argmax, IReadOnlyList<string> Labels)
{
    private const int Digits = 6;

    /// <summary>Tags the file in 32 bits, or reads what is kept of the same bundle and file.</summary>
    /// <param name="folder">The bundle.</param>
    /// <param name="data">The labelled file.</param>
    /// <param name="part">What the file is: dev or test.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    public static FileScore Measure(string folder, LabeledData data, string part, CancellationToken cancellation)
    {
        var path = $"{folder}.{part}.json";
        var bundle = Bundle.Open(folder);
        var hash = FileHash.Sha256(data.Path);
        if (TryRead(path) is { } known && known.Weights == bundle.WeightsSha256 && known.Data == hash) return known;

        var evaluation = EvaluationRun.Run(bundle, data, EngineName.Torch, new EngineChoice(), cancellation: cancellation);
        var decoder = new LegalPathDecoder(bundle.Labels);
        IReadOnlyList<string>[] best =
        [
            .. evaluation.Tagged.Select(
                sentence => bundle.Labels.ToBioes(decoder.Decode(sentence.Logits, sentence.LabelIds.Length, DecodeMode.Argmax))),
        ];
        var score = new FileScore(
            bundle.WeightsSha256, hash, Math.Round(evaluation.Report().Micro.F1, Digits),
            Math.Round(EvaluationReport.Compute(evaluation.Gold, best, EvaluationMode.Strict).Micro.F1, Digits),
            [.. evaluation.Predicted.Select(labels => string.Join(' ', labels))]);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(score, OptionsFile.Json));
        return score;
    }

    /// <summary>The share of the teacher's F1 that a student keeps on the same file, with a 95 % interval.</summary>
    public BootstrapInterval KeptOf(FileScore teacher, LabeledData data) => BootstrapInterval.OfRatio(
        [.. data.Sentences.Select(sentence => sentence.Labels)], Split(Labels), Split(teacher.Labels), new BootstrapOptions());

    private static IReadOnlyList<string>[] Split(IReadOnlyList<string> labels) =>
        [.. labels.Select(sentence => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static FileScore? TryRead(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<FileScore>(File.ReadAllBytes(path), OptionsFile.Json);
        }
        catch (JsonException)
        {
            return null;   // what cannot be read is measured again
        }
    }
}
