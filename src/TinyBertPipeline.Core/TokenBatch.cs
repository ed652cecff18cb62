using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core;

/// <summary>
/// A rectangular batch of encoded sequences as every engine takes it: three row-major matrices [B,T] of 64-bit integers.
/// </summary>
public sealed class TokenBatch
{
    /// <summary>Wraps three matrices of <paramref name="rows"/> x <paramref name="length"/> values; they are not copied.</summary>
    /// <exception cref="ArgumentException">A matrix has another number of values, or there is no row or no column.</exception>
    public TokenBatch(int rows, int length, long[] inputIds, long[] attentionMask, long[] tokenTypeIds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var count = checked(rows * length);
        if (inputIds.Length != count || attentionMask.Length != count || tokenTypeIds.Length != count)
            throw new ArgumentException($"a batch of {rows}x{length} needs {count} values in each of its three matrices");
        (Rows, Length, InputIds, AttentionMask, TokenTypeIds) = (rows, length, inputIds, attentionMask, tokenTypeIds);
    }

    /// <summary>Number of sequences B.</summary>
    public int Rows { get; }

    /// <summary>Number of positions T of every sequence, padding included.</summary>
    public int Length { get; }

    /// <summary>Word-piece ids [B,T].</summary>
    public long[] InputIds { get; }

    /// <summary>1 for a real piece, 0 for padding [B,T].</summary>
    public long[] AttentionMask { get; }

    /// <summary>Segment of each piece, 0 or 1 [B,T].</summary>
    public long[] TokenTypeIds { get; }

    /// <summary>Pads sequences of one segment on the right to the longest of them (or to <paramref name="length"/>).</summary>
    public static TokenBatch Pad(IReadOnlyList<int[]> sequences, int padId, int length = 0) =>
        Pad([.. sequences.Select(ids => new ModelInput(ids))], padId, length);

    /// <summary>Pads sequences on the right to the longest of them (or to <paramref name="length"/>).</summary>
    public static TokenBatch Pad(IReadOnlyList<ModelInput> sequences, int padId, int length = 0)
    {
        var longest = Math.Max(length, sequences.Max(sequence => sequence.Length));
        var (ids, mask, types) = (new long[sequences.Count * longest], new long[sequences.Count * longest], new long[sequences.Count * longest]);
        Array.Fill(ids, padId);
        for (var row = 0; row < sequences.Count; row++)
        {
            var sequence = sequences[row];
            for (var t = 0; t < sequence.Length; t++) ids[row * longest + t] = sequence.Ids[t];
            for (var t = 0; t < sequence.Segments?.Length; t++) types[row * longest + t] = sequence.Segments[t];
            Array.Fill(mask, 1, row * longest, sequence.Length);
        }
        return new TokenBatch(sequences.Count, longest, ids, mask, types);
    }

    /// <summary>
    /// Checks what native engines do not report: ids outside the vocabulary, and more positions than the model has.
    /// </summary>
    /// <exception cref="ArgumentException">The batch does not fit the model.</exception>
    public void ThrowIfUnfit(EngineInfo info)
    {
        if (Length > info.MaxPositions)
            throw new ArgumentException($"a batch of length {Length} does not fit a model with {info.MaxPositions} positions");
        foreach (var id in InputIds)
        {
            if ((ulong)id >= (ulong)info.VocabularySize)
                throw new ArgumentException($"id {id} is not in the vocabulary of {info.VocabularySize} pieces (0..{info.VocabularySize - 1})");
        }
    }
}
