namespace TinyBertPipeline.Core.Tokenization;

/// <summary>A piece that is found in the text as it stands, before words are split.</summary>
/// <param name="Content">Its spelling.</param>
/// <param name="Id">Its id.</param>
/// <param name="Special">A control piece, plain text under <see cref="TokenizerOptions.SplitSpecialTokens"/>.</param>
/// <param name="Normalized">Looked for in the normalised text instead of the original.</param>
internal sealed record AddedToken(string Content, int Id, bool Special, bool Normalized);
