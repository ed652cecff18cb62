using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Inference.Engines;

namespace TinyBertPipeline.Inference.ModelFiles;

/// <summary>Checks that a derived model was made from the weights, config and tokenizer that lie beside it now.</summary>
internal static class WeightsOrigin
{
    /// <summary>
    /// Compares the hashes that the model carries under <see cref="WeightsBinding"/>'s keys with the expected ones; a model without a hash
    /// of its weights is accepted with a warning.
    /// </summary>
    /// <exception cref="InvalidInputException">The model is missing, no ONNX or IR file, or was made from others.</exception>
    public static void Check(string modelPath, EngineOptions options)
    {
        // Read in any case: native code then gets to see nothing but a protobuf message or an IR.
        var found = Read(modelPath, WeightsBinding.MetadataKey);
        if (options.ExpectedWeightsSha256 is not { } expected) return;
        if (found is null)
        {
            options.Messages.Warn($"{modelPath} does not say which weights it was made from; it is used unchecked");
        }
        else if (!string.Equals(found, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInputException(InputKind.Model, modelPath,
                $"was made from weights with SHA-256 {Abbreviate(found)}, the weights now have {Abbreviate(expected)}: it has to be made again")
            {
                Remedy = options.WhenStale,
            };
        }
        else if (options.ExpectedContentSha256 is { } content && Read(modelPath, WeightsBinding.ContentKey) is { } stated
            && !string.Equals(stated, content, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidInputException(InputKind.Model, modelPath,
                "was made of these weights, but config or tokenizer are others since: it has to be made again")
            {
                Remedy = options.WhenStale,
            };
        }
    }

    private static string? Read(string modelPath, string key)
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
