using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core;

/// <summary>Where work that runs says something to its user, beside its result. The one channel for it in every project.</summary>
public interface IMessages
{
    /// <summary>Something worth a line: what was found in a file, an evaluation, a checkpoint.</summary>
    void Note(string text);

    /// <summary>The same of a file or a model, with what to do about it where that is known.</summary>
    void Note(DataNote note) => Note(note.Text);

    /// <summary>Something the user should know although the work goes on.</summary>
    void Warn(string text);

    /// <summary>The same of a file, with what to do about it where that is known.</summary>
    void Warn(DataNote warning) => Warn(warning.Text);
}

/// <summary>The channel of those who do not listen.</summary>
public sealed class NoMessages : IMessages
{
    /// <summary>The only one.</summary>
    public static NoMessages Instance { get; } = new();

    private NoMessages()
    {
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
    }

    /// <inheritdoc/>
    public void Warn(string text)
    {
    }
}
