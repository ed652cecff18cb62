using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>Items to calibrate or judge with.</summary>
/// <param name="Items">The items.</param>
/// <param name="Data">Their labels, where the file has them.</param>
internal sealed record CalibrationText(IReadOnlyList<TaskItem> Items, ITaskData? Data)
{
    /// <summary>Reads a labelled file of the bundle's task, or plain text with a text a line.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or has no text.</exception>
    public static CalibrationText Read(string path, Bundle bundle)
    {
        if (!File.Exists(path))
            throw new InvalidInputException(InputKind.Data, path, "no such file; expected labelled lines or text with a sentence a line");
        if (bundle.Task.IsLabeled(path))
        {
            var data = bundle.Model.Data(bundle.Task.Read(path, new DataOptions()));
            return new(data.Items, data);
        }
        TaskItem[] items = [.. RawTextReader.ReadParagraphs([path]).Select(line => bundle.Model.Encode(line.Text).Item).Where(item => item.Rows > 0)];
        return items.Length > 0 ? new(items, null) : throw new InvalidInputException(InputKind.Data, path, "no sentence");
    }

    /// <summary>Items drawn at random, and the others in the same random order.</summary>
    public (CalibrationText Drawn, CalibrationText Others) Draw(int count, int seed)
    {
        int[] shuffled = [.. Enumerable.Range(0, Items.Count)];
        new Random(seed).Shuffle(shuffled);
        return (Pick([.. shuffled.Take(count)]), Pick([.. shuffled.Skip(count)]));
    }

    private CalibrationText Pick(int[] places)
    {
        TaskItem[] items = [.. places.Select(place => Items[place])];
        return new(items, Data?.Pick(places));
    }
}
