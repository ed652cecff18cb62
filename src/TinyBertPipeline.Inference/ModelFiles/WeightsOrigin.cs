using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Inference.Engines;

namespace TinyBertPipeline.Inference.ModelFiles;

/// <summary>What a derived model says of the weights, config and tokenizer that it was made from.</summary>
internal sealed class WeightsOrigin
{
    private readonly string _path;
    private readonly EngineOptions _options;

    private WeightsOrigin(string path, EngineOptions options) =>
        (_path, _options, Weights) = (path, options, Find(path, WeightsBinding.MetadataKey));

    /// <summary>The hash of the weights, or null where the model does not say it.</summary>
    public string? Weights { get; }

    /// <summary>Reads it in any case: native code then gets to see nothing but a protobuf message or an IR.</summary>
    /// <exception cref="InvalidInputException">The model is missing, or no ONNX or IR file.</exception>
    public static WeightsOrigin Read(string modelPath, EngineOptions options) => new(modelPath, options);

    /// <summary>
    /// Loads the model, and meanwhile waits for hashes that are still computed; that the model was made from others is said before any other
    /// fault of it.
    /// </summary>
    /// <exception cref="InvalidInputException">The model was made from others.</exception>
    public T Check<T>(Func<T> load) where T : IDisposable
    {
        if (_options.Expected is null)
        {
            Compare();
            return load();
        }
        T loaded;
        try
        {
            loaded = load();
        }
        catch
        {
            Compare();
            throw;
        }
        try
        {
            Compare();
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Compares the hashes that the model carries under <see cref="WeightsBinding"/>'s keys with the expected ones; a model without a hash
    /// of its weights is accepted with a warning.
    /// </summary>
    /// <exception cref="InvalidInputException">The model was made from others.</exception>
    private void Compare()
    {
        (string? weights, string? content) = _options.Expected is { } expected
            ? expected.GetAwaiter().GetResult() : (_options.ExpectedWeightsSha256, _options.ExpectedContentSha256);
        if (weights is null) return;
        if (Weights is null)
        {
            _options.Messages.Warn($"{_path} does not say which weights it was made from; it is used unchecked");
        }
        else if (!string.Equals(Weights, weights, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInputException(InputKind.Model, _path,
                $"was made from weights with SHA-256 {Abbreviate(Weights)}, the weights now have {Abbreviate(weights)}: it has to be made again")
            {
                Remedy = _options.WhenStale,
            };
        }
        else if (content is not null && Find(_path, WeightsBinding.ContentKey) is { } stated
            && !string.Equals(stated, content, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInputException(InputKind.Model, _path,
                "was made of these weights, but config or tokenizer are others since: it has to be made again")
            {
                Remedy = _options.WhenStale,
            };
        }
    }

    private static string? Find(string modelPath, string key)
    {
        if (!File.Exists(modelPath)) throw new InvalidInputException(InputKind.Model, modelPath, "no such file");
        return Path.GetExtension(modelPath).ToLowerInvariant() switch
        {
            ".onnx" => OnnxFile.ReadMetadata(modelPath, key),
            ".xml" => IrFile.ReadMetadata(modelPath, key),
            var other => throw new InvalidInputException(InputKind.Model, modelPath, $"is a '{other}' file; valid are .onnx and .xml"),
        };
    }

    // Found in a file that nobody vouches for: a hash at most, and nothing but its digits.
    private static string Abbreviate(string hash) => new([.. hash.Where(char.IsAsciiLetterOrDigit).Take(12)]);
}
