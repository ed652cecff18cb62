using System.Security.Cryptography;
using System.Text;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// The hash by which an experiment knows a training that is done, on whichever machine: of all resolved options, with the contents of
/// inputs in place of their paths and, for a student, its teacher's hash in place of the teacher's folder. What does not change the result
/// is left out: where the bundle goes, when checkpoints are written, and what a student is compared with.
/// </summary>
internal sealed class OptionsHash
{
    // Another number when the same options come to train something else.
    private const int Version = 1;

    private static readonly string[] _tokenizerFiles = ["config.json", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "added_tokens.json"];

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The hash of a fine-tuning.</summary>
    public string OfTeacher(FineTuningOptions options) => Of("teacher", options with
    {
        Model = Model(options.Model),
        Tokenizer = options.Model is null ? Tokenizer(options.Tokenizer) : null,
        Train = OfFile(options.Train),
        Dev = OfFile(options.Dev),
        Out = "",
        Checkpoints = new CheckpointOptions(),
    });

    /// <summary>The hash of a distillation from the teachers with the hashes <paramref name="teachers"/>, one at least.</summary>
    public string OfStudent(DistillationOptions options, IReadOnlyList<string> teachers) => Of("student", options with
    {
        Teacher = teachers[0],
        MoreTeachers = teachers.Count > 1 ? [.. teachers.Skip(1)] : options.MoreTeachers?.Select(folder => Model(folder)!).ToArray(),
        TeacherCache = null,
        GeneralTeacher = Model(options.GeneralTeacher),
        GivenStudent = Model(options.GivenStudent),
        SoftLabels = options.SoftLabels is null ? null : OfFile(options.SoftLabels),
        Train = OfFile(options.Train),
        Dev = OfFile(options.Dev),
        Raw = [.. RawTextReader.FindFiles(options.Raw).Select(OfFile)],
        Out = "",
        Checkpoints = new CheckpointOptions(),
        Baseline = null,
    });

    // Options that are not set are left out: new ones do not change the hashes of old results.
    private static string Of<T>(string kind, T options)
    {
        var values = OptionsFile.ToJson(options).AsObject();
        foreach (var key in values.Where(option => option.Value is null).Select(option => option.Key).ToArray()) values.Remove(key);
        return Sha256($"{kind} v{Version}\n{values.ToJsonString()}");
    }

    private string? Model(string? folder) =>
        folder is null ? null : Once("model " + folder, () => Sha256(BertWeights.HashFolder(folder) + Tokenizer(folder)));

    private string? Tokenizer(string? folder) => folder is null ? null : Once("tokenizer " + folder, () =>
    {
        var files = _tokenizerFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists);
        return Sha256(string.Concat(files.Select(path => $"{Path.GetFileName(path)} {OfFile(path)}\n")));
    });

    private string OfFile(string path) => Once(path, () => FileHash.Sha256(path));

    private string Once(string key, Func<string> compute) => _known.TryGetValue(key, out var hash) ? hash : _known[key] = compute();

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
