using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Engines;

/// <summary>What every engine needs to know of a model beside its file.</summary>
public abstract record EngineOptions
{
    /// <summary>Number of word pieces; ids must be below it. Native engines do not report ids outside of it.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The longest sequence the model takes.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Number of segments; token types must be below it.</summary>
    public int TypeVocabularySize { get; init; } = 2;

    /// <summary>Threads of one inference; 0 takes all processors that the process may use, a container's quota included.</summary>
    public int Threads { get; init; }

    /// <summary>The SHA-256 of the weights that the model must come from, or null to accept any.</summary>
    public string? ExpectedWeightsSha256 { get; init; }

    /// <summary>
    /// The SHA-256 over weights, config and tokenizer that the model must come from, or null to accept any; not asked of a model of an
    /// earlier version, which does not say it.
    /// </summary>
    public string? ExpectedContentSha256 { get; init; }

    /// <summary>The two hashes above while they are still computed, in place of them; or null.</summary>
    internal Task<(string Weights, string Content)>? Expected { get; init; }

    /// <summary>What a user can do about a model that was made from other weights, or null.</summary>
    public Remedy? WhenStale { get; init; }

    /// <summary>Names of the tensors that the model's file carries beside its graph (see <see cref="Core.Tasks.ITask.BesideGraph"/>).</summary>
    public IReadOnlyList<string> BesideGraph { get; init; } = [];

    /// <summary>Whether the model's linear layers are 8-bit integers: for reports, the runtimes find out by themselves.</summary>
    public bool IsQuantized { get; init; }

    /// <summary>Is told what a user should know although the model is used, for example that its origin cannot be checked.</summary>
    public IMessages Messages { get; init; } = NoMessages.Instance;

    internal int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>How many requests keep the processors busy when each of them uses <see cref="EffectiveThreads"/>.</summary>
    internal int UsefulRequests => Math.Max(1, Environment.ProcessorCount / EffectiveThreads);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(VocabularySize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPositions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TypeVocabularySize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
    }

    /// <summary>Checks what native engines do not report, token types included.</summary>
    /// <exception cref="ArgumentException">The batch does not fit the model.</exception>
    internal void ThrowIfUnfit(TokenBatch batch, EngineInfo info)
    {
        batch.ThrowIfUnfit(info);
        foreach (var type in batch.TokenTypeIds)
        {
            if ((ulong)type >= (ulong)TypeVocabularySize)
                throw new ArgumentException($"token type {type} is not among the model's {TypeVocabularySize} segments");
        }
    }
}
