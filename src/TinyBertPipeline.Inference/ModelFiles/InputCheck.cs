using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.ModelFiles;

/// <summary>The inputs of a BERT model, by the names that Hugging Face's tools give them.</summary>
internal static class InputCheck
{
    /// <summary>Checks that the inputs are those of BERT; token types may be absent.</summary>
    /// <exception cref="InvalidInputException">An input is missing or unknown.</exception>
    public static void Validate(string path, IReadOnlyList<string> names)
    {
        if (names.Contains(ModelInputs.Ids) && names.Contains(ModelInputs.Mask) && !names.Except(ModelInputs.All).Any()) return;
        throw new InvalidInputException(InputKind.Model, path,
            $"has the inputs {string.Join(", ", names)}; valid are {ModelInputs.Ids}, {ModelInputs.Mask} and, optionally, {ModelInputs.Segments}");
    }

    /// <summary>The matrix [B,T] of a batch for the input of this name.</summary>
    public static long[] Select(TokenBatch batch, string name) => name switch
    {
        ModelInputs.Ids => batch.InputIds,
        ModelInputs.Mask => batch.AttentionMask,
        _ => batch.TokenTypeIds,
    };
}
