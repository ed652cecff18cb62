using TinyBertPipeline.Core.Checkpoints.Storage;

using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>
/// Finds the named tensors in what a pickle holds: at the top, or one level below under one of the names that trainers use.
/// </summary>
internal static class StateDictionary
{
    private static readonly string[] _wrappers = ["state_dict", "model_state_dict", "model", "module"];

    /// <exception cref="InvalidInputException">There is no dictionary of tensors, or it holds something else as well.</exception>
    public static IReadOnlyList<(string Name, PickleTensor Tensor)> Find(ModelFile file, object? root)
    {
        if (root is not PickleDictionary top) throw file.Refuse("holds no dictionary of tensors (a state dict)");
        var tensors = new List<(string, PickleTensor)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in (HoldsTensors(top) ? top : Unwrap(top) ?? top).Items)
        {
            if (key is not string name) throw file.Refuse("has a state dict with a key that is not a name");
            if (!names.Add(name)) throw file.Refuse($"tensor {Quote(name)} occurs twice");
            if (value is PickleTensor tensor) tensors.Add((name, tensor));
            else if (value is not (null or bool or long or double or string))
                throw file.Refuse($"entry {Quote(name)} of the state dict is neither a tensor nor a plain value");
        }
        if (tensors.Count == 0 && top.Items.Count > 0)
            throw file.Refuse($"holds no tensors; its keys are {Quote([.. top.Items.Select(item => item.Key as string ?? "(no name)")])}");
        return tensors;
    }

    private static PickleDictionary? Unwrap(PickleDictionary top) => _wrappers
        .Select(wrapper => top.Items.Find(item => item.Key is string name && name == wrapper).Value as PickleDictionary)
        .FirstOrDefault(inner => inner is not null && HoldsTensors(inner));

    private static bool HoldsTensors(PickleDictionary dictionary) => dictionary.Items.Exists(item => item.Value is PickleTensor);
}
