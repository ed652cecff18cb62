using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.ModelFiles;

/// <summary>The inputs of a BERT model, by the names that Hugging Face's tools give them.</summary>
internal static class ModelInputs
{
    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";
    private const string TokenTypeIds = "token_type_ids";

    /// <summary>Checks that the inputs are those of BERT; token types may be absent.</summary>
    /// <exception cref="InvalidInputException">An input is missing or unknown.</exception>
    public static void Validate(string path, IReadOnlyList<string> names)
    {
        var unknown = names.Where(name => name is not (InputIds or AttentionMask or TokenTypeIds));
        if (!names.Contains(InputIds) || !names.Contains(AttentionMask) || unknown.Any())
        {
            throw new InvalidInputException(InputKind.Model, path,
                $"has the inputs {string.Join(", ", names)}; valid are {InputIds}, {AttentionMask} and, optionally, {TokenTypeIds}");
        }
    }

    /// <summary>The matrix [B,T] of a batch for the input of this name.</summary>
    public static long[] Select(TokenBatch batch, string name) => name switch
    {
        InputIds => batch.InputIds,
        AttentionMask => batch.AttentionMask,
        _ => batch.TokenTypeIds,
    };
}
