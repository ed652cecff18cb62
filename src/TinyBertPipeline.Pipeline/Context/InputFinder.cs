using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Context;

/// <summary>Finds the inputs that options name, and remembers those that there are not, so that all are told at once.</summary>
/// <param name="root">The inputs root.</param>
internal sealed class InputFinder(string root)
{
    private readonly List<string> _absent = [];

    /// <summary>The full path of an input; as it is where none is named, or where there is none.</summary>
    /// <param name="key">The option that names it.</param>
    /// <param name="path">What it says.</param>
    public string? Find(string key, string? path)
    {
        if (string.IsNullOrEmpty(path)) return path;
        if (InputsRoot.Find(path, root) is { } found) return found;
        _absent.Add($"{key}: {path}: {InputsRoot.Absent(root)}");
        return path;
    }

    /// <summary>The same of a list.</summary>
    public IReadOnlyList<string>? FindAll(string key, IReadOnlyList<string>? paths) => paths is null ? null : [.. paths.Select(path => Find(key, path) ?? "")];

    /// <summary>Refuses options with faults, or with inputs that were not found; the message lists all.</summary>
    /// <exception cref="InvalidInputException">There is at least one of either.</exception>
    public void ThrowIfAny(IEnumerable<string> faults)
    {
        if (_absent.Count == 0) OptionsFaults.ThrowIfAny(faults);
        else throw new InvalidInputException(InputKind.Configuration, null, string.Join("\n  ", faults.Concat(_absent)))
        {
            Remedy = new Remedy(RemedyKind.GiveInputsRoot),
        };
    }
}
