using System.Security.Cryptography;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>The weights of a BERT model in memory, widened to 32-bit floats, under their canonical names.</summary>
public sealed class BertWeights
{
    private readonly Lazy<string> _sha256;

    /// <summary>Weights that were made in memory.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public BertWeights(BertConfig config, IEnumerable<WeightTensor> tensors)
        : this(config, tensors, new CheckpointReport(), sha256: null)
    {
    }

    internal BertWeights(BertConfig config, IEnumerable<WeightTensor> tensors, CheckpointReport report, string? sha256)
    {
        Config = config;
        Tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Report = report;
        _sha256 = sha256 is null ? new(() => SafetensorsWriter.Sha256(Tensors.Values)) : new(sha256);
    }

    /// <summary>The model's sizes.</summary>
    public BertConfig Config { get; }

    /// <summary>The tensors by name: <c>bert.…</c>, <c>classifier.…</c>, <c>cls.…</c>.</summary>
    public IReadOnlyDictionary<string, WeightTensor> Tensors { get; }

    /// <summary>What became of the file's tensors; empty for weights that were made in memory.</summary>
    public CheckpointReport Report { get; }

    /// <summary>
    /// SHA-256 of the weights file, in hexadecimal; of shards: of their 32-byte hashes in index order; of weights that were made in memory:
    /// of the file that <see cref="SafetensorsWriter"/> makes of them.
    /// </summary>
    public string Sha256 => _sha256.Value;

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public WeightTensor this[string name] =>
        Tensors.TryGetValue(name, out var tensor) ? tensor
            : throw new ArgumentException($"these weights have no tensor '{name}'", nameof(name));

    /// <summary>Reads the weights of a folder and checks every shape against the config and every value for NaN and infinity.</summary>
    /// <param name="folder">A Hugging Face folder.</param>
    /// <param name="config">Its config.</param>
    /// <param name="head">The tensors of the head that must be there as well; null for the encoder alone.</param>
    /// <exception cref="InvalidInputException">A tensor is missing, misshapen, no float or not finite, or the file is broken.</exception>
    public static BertWeights Load(string folder, BertConfig config, IEnumerable<TensorSlot>? head = null)
    {
        using var file = CheckpointFolder.Open(folder);
        return new WeightsLoader(file, config, head).Load(HashOf(file));
    }

    /// <summary>The hash that <see cref="Load"/> would give, without reading the tensors.</summary>
    /// <exception cref="InvalidInputException">The folder has no weights, or the file is broken.</exception>
    public static string HashFolder(string folder)
    {
        using var file = CheckpointFolder.Open(folder);
        return HashOf(file);
    }

    private static string HashOf(ICheckpointFile file)
    {
        if (file.WeightFiles is [var single]) return FileHash.Sha256(single);
        byte[] hashes = [.. file.WeightFiles.SelectMany(path => Convert.FromHexString(FileHash.Sha256(path)))];
        return Convert.ToHexStringLower(SHA256.HashData(hashes));
    }
}
