using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>What <see cref="EngineBenchmark"/> measures. The defaults are the classic experiment: 100 iterations of a 16x128 batch.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Measured runs of each engine.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Sequences in a batch.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Word pieces in each sequence; none of them is padding.</summary>
    public int Length { get; init; } = 128;

    /// <summary>Runs of each engine before measuring: the first runs of a shape allocate and compile.</summary>
    public int Warmup { get; init; } = 3;

    /// <summary>Inferences under way at once: 1 measures latency, more of them throughput.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>Whether inferences are started and awaited instead of run on the calling thread.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Seed of the random word pieces.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Everything that is wrong with the options, in words.</summary>
    public IEnumerable<string> Faults()
    {
        if (Iterations < 1) yield return $"iterations: {Iterations}, expected 1 or more";
        if (Batch is < 1 or > MostRows) yield return $"batch: {Batch}, expected 1 to {MostRows}";
        if (Length is < 2 or > MostPieces) yield return $"length: {Length}, expected 2 to {MostPieces}, [CLS] and [SEP] included";
        if (Requests is < 1 or > MostRequests) yield return $"requests: {Requests}, expected 1 to {MostRequests}";
        if (Warmup < 0) yield return $"warmup: {Warmup}, expected 0 or more";
    }

    /// <summary>A batch of random word pieces without padding.</summary>
    /// <param name="vocabularySize">The model's number of word pieces.</param>
    public TokenBatch RandomBatch(int vocabularySize)
    {
        var random = new Random(Seed);
        var ids = new long[Batch * Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = random.Next(vocabularySize);
        var mask = new long[ids.Length];
        Array.Fill(mask, 1);
        return new TokenBatch(Batch, Length, ids, mask, new long[ids.Length]);
    }

    /// <summary>The same measurement with batches that every engine takes.</summary>
    /// <param name="engines">The engines.</param>
    /// <param name="messages">Is told when the batch changes.</param>
    /// <exception cref="InvalidInputException">Two models take one shape only, and not the same.</exception>
    public BenchmarkOptions Within(IEnumerable<IInferenceEngine> engines, IMessages messages)
    {
        EngineInfo[] all = [.. engines.Select(engine => engine.Info)];
        var rows = Only(all.Select(info => info.FixedRows), "sequences") ?? Batch;
        var (positions, only) = (all.Min(info => info.MaxPositions), Only(all.Select(info => info.FixedLength), "pieces"));
        if (only > positions) throw new InvalidInputException(InputKind.Model, null, $"a model takes {only} pieces only, another has {positions} positions");
        var length = only ?? Math.Min(Length, positions);
        if (rows != Batch) messages.Warn($"a model takes {rows} sequences at a time only: measured with these instead of {Batch}");
        if (only is not null && length != Length) messages.Warn($"a model takes {only} pieces only: measured at this length instead of {Length}");
        else if (length != Length) messages.Warn($"a model has only {positions} positions: measured at this length instead of {Length}");
        return this with { Batch = rows, Length = length };
    }

    private static int? Only(IEnumerable<int?> sizes, string what) => sizes.OfType<int>().Distinct().ToArray() switch
    {
        [] => null,
        [var size] => size,
        var several => throw new InvalidInputException(InputKind.Model, null,
            $"the models take {string.Join(" and ", several)} {what} only, and cannot be measured on the same batch; convert them alike"),
    };

    private const int MostRows = 65_536;
    private const int MostPieces = 65_536;
    private const int MostRequests = 4096;
}
