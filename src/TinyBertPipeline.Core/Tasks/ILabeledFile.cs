using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>A labelled file as it was read; a model gives its labels numbers (see <see cref="ITaskModel.Data"/>).</summary>
public interface ILabeledFile
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>What it holds in one line, without its path: <c>1009 sentences, 15733 words, scheme Bioes</c>.</summary>
    string Description { get; }

    /// <summary>What its user should know: what was repaired, what looks wrong.</summary>
    IReadOnlyList<DataNote> Warnings { get; }

    /// <summary>The labels of a model that is trained on it, in the order of its logits.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The same settings with what a model trained on this file must keep of it, for example the scheme.</summary>
    BundleSettings Complete(BundleSettings settings);

    /// <summary>The running text of its items, from which a vocabulary can be made.</summary>
    IEnumerable<string> Texts();
}

/// <summary>A file with a teacher's probabilities as it was read.</summary>
public interface ISoftLabels
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>The labels it names, in the order in which they first occur.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The same settings with what a model trained on this file must keep of it.</summary>
    BundleSettings Complete(BundleSettings settings);
}
