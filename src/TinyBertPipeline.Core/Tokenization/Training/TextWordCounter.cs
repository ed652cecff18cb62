using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>
/// Counts the words of a text as it streams by, on all processors. Memory is bounded by the number of distinct words, and the result does
/// not depend on which thread counted what: words are forgotten only between rounds of equal parts of the text.
/// </summary>
internal sealed class TextWordCounter(VocabularyTrainingOptions options, IProgress<VocabularyTrainingProgress>? progress)
{
    private const int BlockCharacters = 1 << 20, RoundBlocks = 32;
    private long _characters;

    /// <summary>Counts the words of some lines.</summary>
    public WordCounts Count(IEnumerable<string> lines, CancellationToken cancellation)
    {
        var total = new WordCounts(options.Tokenizer);
        using var blocks = Blocks(lines).GetEnumerator();
        var more = blocks.MoveNext();
        while (more)
        {
            try
            {
                Parallel.ForEach(
                    Partitioner.Create(Round(), EnumerablePartitionerOptions.NoBuffering),
                    new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
                    () => new WordCounts(options.Tokenizer),
                    CountBlock,
                    AddToTotal);
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);   // what the lines' reader threw
            }
            total.Prune(options.MaxDistinctWords);
        }
        return total;

        void AddToTotal(WordCounts counts)
        {
            lock (total) total.Add(counts);
        }

        // The partitioner takes one block at a time.
        IEnumerable<List<string>> Round()
        {
            for (var taken = 0; more && taken < RoundBlocks; taken++)
            {
                var block = blocks.Current;
                more = blocks.MoveNext();
                yield return block;
            }
        }
    }

    private WordCounts CountBlock(List<string> block, ParallelLoopState state, WordCounts counts)
    {
        long characters = 0;
        foreach (var line in block)
        {
            counts.Add(line);
            characters += line.Length;
        }
        progress?.Report(new VocabularyTrainingProgress(Interlocked.Add(ref _characters, characters), 0, options.Size));
        return counts;
    }

    private static IEnumerable<List<string>> Blocks(IEnumerable<string> lines)
    {
        var (block, characters) = (new List<string>(), 0);
        foreach (var line in lines)
        {
            block.Add(line);
            characters += line.Length;
            if (characters < BlockCharacters) continue;
            yield return block;
            (block, characters) = ([], 0);
        }
        if (block.Count > 0) yield return block;
    }
}
