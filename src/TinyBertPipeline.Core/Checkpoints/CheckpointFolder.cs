namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>Finds the weights of a Hugging Face folder.</summary>
public static class CheckpointFolder
{
    private static readonly (string Name, Func<string, ICheckpointFile> Open)[] _forms =
    [
        ("model.safetensors", SafetensorsFile.Open),
        ("model.safetensors.index.json", ShardedCheckpoint.Open),
        ("pytorch_model.bin", PickleFile.Open),
        ("pytorch_model.bin.index.json", ShardedCheckpoint.Open),
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
