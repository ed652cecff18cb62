namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>Finds the weights of a Hugging Face folder.</summary>
public static class CheckpointFolder
{
    /// <summary>The file of weights in the form that this product writes.</summary>
    public const string SafetensorsName = "model.safetensors";

    /// <summary>The file of weights in PyTorch's own form.</summary>
    public const string PickleName = "pytorch_model.bin";

    private static readonly (string Name, Func<string, ICheckpointFile> Open)[] _forms =
    [
        (SafetensorsName, SafetensorsFile.Open),
        (SafetensorsName + ".index.json", ShardedCheckpoint.Open),
        (PickleName, PickleFile.Open),
        (PickleName + ".index.json", ShardedCheckpoint.Open),
    ];

    /// <summary>Opens the folder's weights in the first of the forms that it holds.</summary>
    /// <exception cref="InvalidInputException">There are none, or the file is broken.</exception>
    public static ICheckpointFile Open(string folder)
    {
        foreach (var (name, open) in _forms)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)) return open(path);
        }
        throw new InvalidInputException(InputKind.Model, folder,
            $"no weights; looked for {string.Join(", ", _forms.Select(form => form.Name))}");
    }
}
