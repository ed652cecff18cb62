using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.FineTuning;

namespace TinyBertPipeline.Training.Tests.Distillation;

/// <summary>A tiny teacher of the toy task, trained once for a class of tests, and raw text of its words.</summary>
public sealed class CityTeacher : IDisposable
{
    private readonly CityData _data = new();
    private int _runs;

    public CityTeacher()
    {
        var options = _data.Options("teacher") with { Size = "3,24,4,48", Epochs = 12, LearningRate = 0.005 };
        Score = FineTuningRun.Run(options, new TrainingContext()).Best.Score;
        Folder = options.Out;
        Raw = _data.Write("raw.txt", RawText());
    }

    public string Folder { get; }

    public string Raw { get; }

    public TaskScore Score { get; }

    public string Train => _data.Train;

    public string Dev => _data.Dev;

    public string Tokenizer => _data.Tokenizer;

    /// <summary>The schemes that can part two entities side by side, as the sentences have them.</summary>
    public static IEnumerable<TagScheme> Schemes => Enum.GetValues<TagScheme>().Except([TagScheme.Plain, TagScheme.Mixed]);

    /// <summary>Settings of a short run into a new folder.</summary>
    public DistillationOptions Options() => new()
    {
        Teacher = Folder,
        Train = _data.Train,
        Dev = _data.Dev,
        Raw = [Raw],
        Out = _data.File(FormattableString.Invariant($"student-{_runs++}")),
        Size = "2,16,4,32",
        Pieces = 4000,
        InitializationPieces = 1000,
        BatchPieces = 128,
        Evaluations = 2,
        LearningRate = 0.003,
        Precision = TrainingPrecision.Float32,
        Checkpoints = new CheckpointOptions { Minutes = 0 },
    };

    /// <summary>The same teacher as if it had been trained with another window.</summary>
    public string WithWindow(int window)
    {
        var folder = Directory.CreateDirectory(_data.File(FormattableString.Invariant($"teacher-{window}"))).FullName;
        foreach (var file in Directory.GetFiles(Folder)) System.IO.File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var config = Path.Combine(folder, "config.json");
        System.IO.File.WriteAllText(config, System.IO.File.ReadAllText(config).Replace("\"window\": 128", $"\"window\": {window}", StringComparison.Ordinal));
        return folder;
    }

    /// <summary>
    /// A folder with the teacher's encoder and the labels of another scheme, as if it had been trained elsewhere: no word of settings, and
    /// a row of the classifier for each label made of the rows that the same words have in BIOES.
    /// </summary>
    public string InScheme(TagScheme scheme, params string[] specialLabels)
    {
        var folder = _data.File($"teacher-{scheme}{string.Concat(specialLabels)}");
        var bundle = Bundle.Open(Folder);
        string[] bioes = [.. bundle.Config.Labels];
        (string Label, string[] Sources)[] rows =
            [("O", ["O"]), .. Rows(scheme), .. specialLabels.Select(label => (label, Array.Empty<string>()))];
        var weights = bundle.LoadWeights();
        var (matrix, bias) = (weights["classifier.weight"], weights["classifier.bias"]);
        var width = bundle.Config.HiddenSize;
        float Mean(string[] sources, Func<int, float> value) =>
            sources.Length == 0 ? -1 : sources.Average(source => value(Array.IndexOf(bioes, source)));
        WeightTensor[] head =
        [
            new("classifier.weight", [rows.Length, width],
                [.. rows.SelectMany(row =>
                    Enumerable.Range(0, width).Select(i => Mean(row.Sources, label => matrix.Values[label * width + i])))]),
            new("classifier.bias", [rows.Length],
                [.. rows.Select(row => Mean(row.Sources, label => bias.Values[label]) - (row.Sources.Length == 0 ? 9 : 0))]),
        ];
        var keys = bundle.Config.UnknownKeys.DeepClone().AsObject();
        keys.Remove(BertConfig.SectionKey);
        (bundle.Config with { Labels = [.. rows.Select(row => row.Label)], UnknownKeys = keys }).Save(folder, bundle.Task.Architecture);
        bundle.Tokenizer.Save(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
                weights.Tensors.Values.Where(tensor => !tensor.Name.StartsWith("classifier", StringComparison.Ordinal)).Concat(head));
        return folder;
    }

    /// <summary>All labels of a scheme.</summary>
    public static IReadOnlyList<string> Labels(TagScheme scheme) => ["O", .. Rows(scheme).Select(row => row.Item1)];

    public string TrainIn(TagScheme scheme) => _data.TrainIn(scheme);

    public string Write(string name, string text) => _data.Write(name, text);

    public string File(string name) => _data.File(name);

    public void Dispose() => _data.Dispose();

    private static (string, string[])[] Rows(TagScheme scheme) => scheme switch
    {
        TagScheme.Bio => [("B-CITY", ["B-CITY", "S-CITY"]), ("I-CITY", ["I-CITY", "E-CITY"])],
        TagScheme.Iob1 => [("I-CITY", ["B-CITY", "S-CITY", "I-CITY", "E-CITY"]), ("B-CITY", [])],
        TagScheme.Ioe1 => [("I-CITY", ["B-CITY", "S-CITY", "I-CITY", "E-CITY"]), ("E-CITY", [])],
        TagScheme.Ioe2 => [("I-CITY", ["B-CITY", "I-CITY"]), ("E-CITY", ["E-CITY", "S-CITY"])],
        TagScheme.Bios => [("B-CITY", ["B-CITY"]), ("I-CITY", ["I-CITY", "E-CITY"]), ("S-CITY", ["S-CITY"])],
        TagScheme.Bieo => [("B-CITY", ["B-CITY", "S-CITY"]), ("I-CITY", ["I-CITY"]), ("E-CITY", ["E-CITY"])],
        TagScheme.Plain => [("CITY", ["B-CITY", "S-CITY", "I-CITY", "E-CITY"])],
        TagScheme.Bilou => [("B-CITY", ["B-CITY"]), ("I-CITY", ["I-CITY"]), ("L-CITY", ["E-CITY"]), ("U-CITY", ["S-CITY"])],
        TagScheme.Bmes => [("S-CITY", ["S-CITY"]), ("B-CITY", ["B-CITY"]), ("M-CITY", ["I-CITY"]), ("E-CITY", ["E-CITY"])],
        _ => [("E-CITY", ["E-CITY"]), ("S-CITY", ["S-CITY"]), ("B-CITY", ["B-CITY"]), ("I-CITY", ["I-CITY"])],
    };

    private static string RawText()
    {
        var random = new Random(3);
        string[] words = ["we", "went", "to", "from", "saw", "a", "house", "in", "then", "left", "oslo", "lima", "rome", "new"];
        return string.Concat(Enumerable.Range(0, 300).Select(_ => string.Join(' ', random.GetItems(words, random.Next(3, 12))) + "\n"));
    }
}
