namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>Random numbers that are known by what they are for, so that a sequence is the same whenever it is made.</summary>
internal static class Draws
{
    /// <summary>The source for a purpose, a pass and an item.</summary>
    public static Random For(int seed, int purpose, long pass, long item) =>
        new((int)(Mix(Mix(Mix(Mix((ulong)(uint)seed) + (ulong)purpose) + (ulong)pass) + (ulong)item) >> 33));

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
