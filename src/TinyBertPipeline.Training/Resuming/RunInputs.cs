using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>The contents of the files that decide a run's result: SHA-256 by path, and by the option that names them.</summary>
internal sealed class RunInputs
{
    private readonly SortedDictionary<string, string> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode> _byOption = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of every input by its path as given, for <c>run.json</c>; a folder's is that of its weights.</summary>
    public IReadOnlyDictionary<string, string> ByPath => _byPath;

    /// <summary>Adds a file, where the option has one.</summary>
    /// <exception cref="InvalidInputException">There is no such file.</exception>
    public void AddFile(string option, string? path)
    {
        if (!string.IsNullOrEmpty(path)) _byOption[option] = Hash(path);
    }

    /// <summary>Adds the files of a list, in order.</summary>
    /// <exception cref="InvalidInputException">There is no such file.</exception>
    public void AddFiles(string option, IEnumerable<string> paths) =>
        _byOption[option] = new JsonArray([.. paths.Select(path => JsonValue.Create(Hash(path)))]);

    /// <summary>Adds a folder of a model, where the option has one: its weights, its config and its tokenizer.</summary>
    /// <exception cref="InvalidInputException">The folder has no weights.</exception>
    public void AddModel(string option, string? folder)
    {
        if (folder is not null) _byOption[option] = Model(folder);
    }

    /// <summary>Adds folders of models, in order, where there is any.</summary>
    /// <exception cref="InvalidInputException">One has no weights.</exception>
    public void AddModels(string option, IReadOnlyList<string> folders)
    {
        if (folders.Count > 0) _byOption[option] = new JsonArray([.. folders.Select(Model)]);
    }

    /// <summary>Adds a folder of a tokenizer, where the option has one.</summary>
    public void AddTokenizer(string option, string? folder)
    {
        if (folder is null) return;
        var files = new JsonObject();
        AddTokenizerFiles(folder, files);
        _byOption[option] = files;
    }

    /// <summary>
    /// What decides a run: its options with the contents of inputs in the place of their paths. Options that are not set are left out, so
    /// that new ones do not change the identity of old runs.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="leftOut">Those that do not change the result.</param>
    public JsonObject Identify<T>(T options, params IEnumerable<string> leftOut)
    {
        var identity = OptionsFile.ToJson(options).AsObject();
        foreach (var option in leftOut) identity.Remove(option);
        foreach (var (option, contents) in _byOption) identity[option] = contents.DeepClone();
        foreach (var unset in identity.Where(option => option.Value is null).Select(option => option.Key).ToArray()) identity.Remove(unset);
        return identity;
    }

    private JsonObject Model(string folder)
    {
        Bundle.CompleteUpdates(folder);
        var files = new JsonObject { ["weights"] = _byPath[folder] = BertWeights.HashFolder(folder) };
        if (BertConfig.Find(folder) is { } config) files[Path.GetFileName(config)] = Hash(config);
        AddTokenizerFiles(folder, files);
        return files;
    }

    private void AddTokenizerFiles(string folder, JsonObject files)
    {
        foreach (var name in BundleFiles.Tokenizer)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)) files[name] = Hash(path);
        }
    }

    private string Hash(string path)
    {
        if (_byPath.TryGetValue(path, out var known)) return known;
        if (!File.Exists(path)) throw new InvalidInputException(InputKind.Data, path, "no such file");
        return _byPath[path] = FileHash.Sha256(path);
    }
}
