using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Reads added tokens as <c>tokenizer.json</c> and <c>tokenizer_config.json</c> write them.</summary>
internal static class AddedTokenReader
{
    private static readonly string[] _unsupported = ["single_word", "lstrip", "rstrip"];

    /// <exception cref="InvalidInputException">The token asks for a way of matching that is not supported.</exception>
    public static AddedToken Read(TokenizerFields fields, int id)
    {
        var content = fields.Require(fields.Text("content"), "content");
        if (content.Length == 0) throw fields.Refuse($"added token {id} is empty");
        foreach (var key in _unsupported)
        {
            if (fields.Flag(key) == true) throw fields.Refuse($"added token {UntrustedText.Quote(content)} has {key} = true, which is not supported");
        }
        var special = fields.Flag("special") ?? false;
        return new AddedToken(content, id, special, fields.Flag("normalized") ?? !special);
    }
}
