using TinyBertPipeline.Core;

namespace TinyBertPipeline.Tests;

/// <summary>Keeps what was said.</summary>
internal sealed class HeardMessages : IMessages
{
    public List<string> Notes { get; } = [];

    public List<string> Warnings { get; } = [];

    public void Note(string text) => Notes.Add(text);

    public void Warn(string text) => Warnings.Add(text);
}
