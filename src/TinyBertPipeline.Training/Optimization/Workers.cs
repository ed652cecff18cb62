using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Optimization;

/// <summary>Splits work over as many threads as libtorch uses.</summary>
internal static class Workers
{
    /// <summary>
    /// Calls <paramref name="work"/> with consecutive ranges [from, to) of <paramref name="count"/> items, in parallel from <paramref
    /// name="smallest"/> items on.
    /// </summary>
    public static void Run(int count, int smallest, Action<int, int> work)
    {
        var threads = Math.Min(get_num_threads(), (count + smallest - 1) / smallest);
        if (threads <= 1) work(0, count);
        else Parallel.For(0, threads, thread => work((int)((long)count * thread / threads), (int)((long)count * (thread + 1) / threads)));
    }
}
