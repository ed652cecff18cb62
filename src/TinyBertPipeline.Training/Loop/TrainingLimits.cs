namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// What options may ask for at most. Each is far above what is of use, and keeps a number that was mistyped from filling the memory or
/// running for years.
/// </summary>
internal static class TrainingLimits
{
    /// <summary>Pieces that are in memory at once.</summary>
    public const int BatchPieces = 1 << 20;

    /// <summary>Parts of a step.</summary>
    public const int Accumulation = 4096;

    /// <summary>Scores of a training.</summary>
    public const int Evaluations = 10_000;

    /// <summary>Pieces that a student's start is computed from.</summary>
    public const int InitializationPieces = 100_000_000;

    /// <summary>Pieces of a whole training.</summary>
    public const long Pieces = 1_000_000_000_000_000;

    /// <summary>Minutes of a training.</summary>
    public const double Minutes = 600_000;
}
