using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// A tenth of the training file in the place of a development file. A function of file and seed, so that a student is scored on what its
/// teacher was.
/// </summary>
internal static class HeldOutItems
{
    private const int Fewest = 10;                          // items, of which one is held out
    private const int Part = 10;

    /// <summary>What is trained on and what is held out, both in the order of the file.</summary>
    /// <exception cref="InvalidInputException">There are too few items.</exception>
    public static (ITaskData Train, ITaskData Dev) Split(ITaskData data, int seed)
    {
        var count = checked((int)data.Counts[0].Value);
        if (count < Fewest)
        {
            throw new InvalidInputException(InputKind.Data, data.Path,
                $"{count} {data.Counts[0].Key} are too few to hold a tenth of them out ({Fewest} or more); a development file is needed");
        }
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(order);
        return (data.Pick([.. order.Skip(count / Part).Order()]), data.Pick([.. order.Take(count / Part).Order()]));
    }

    /// <summary>What was held out, for people.</summary>
    public static string Describe(ITaskData train, ITaskData dev, int seed)
    {
        var (held, all) = (dev.Counts[0].Value, dev.Counts[0].Value + train.Counts[0].Value);
        return FormattableString.Invariant($"no development file: {held} of {all} {dev.Counts[0].Key} of {train.Path} are held out by seed {seed}");
    }
}
