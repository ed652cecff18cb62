using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>What labelled files hold, what is wrong with them, and which sentences several of them share.</summary>
/// <param name="Files">The files in the order given.</param>
/// <param name="Shared">Each pair of files with sentences in common.</param>
public sealed record DataCheck(IReadOnlyList<FileCheck> Files, IReadOnlyList<SharedSentences> Shared)
{
    private const int ShownProblems = 20;

    /// <summary>Places where labels break their scheme, in all files.</summary>
    public int InvalidPlaces => Files.Sum(file => file.Problems.Count);

    /// <summary>Checks files that were read. Sentences are the same when their words are.</summary>
    public static DataCheck Of(IReadOnlyList<LabeledData> files)
    {
        var texts = files.Select(file => file.Sentences.Select(sentence => string.Join(' ', sentence.Words)).ToHashSet(StringComparer.Ordinal)).ToArray();
        var shared = new List<SharedSentences>();
        for (var first = 0; first < files.Count; first++)
        {
            for (var second = first + 1; second < files.Count; second++)
            {
                var common = texts[first].Where(texts[second].Contains).ToArray();
                if (common.Length > 0) shared.Add(new SharedSentences(files[first].Path, files[second].Path, common.Length, common[0]));
            }
        }
        return new DataCheck([.. files.Select((file, i) => FileCheck.Of(file, texts[i].Count))], shared);
    }

    /// <summary>The check for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var file in Files)
        {
            Line($"{file.File}: {file.Scheme.ToString().ToUpperInvariant()}, {file.Sentences} sentences, {file.Words} words, {file.Entities} entities");
            foreach (var (type, count) in file.Types) Line($"  {(type.Length == 0 ? "(unnamed)" : type)} {count}");
            if (file.RepeatedSentences > 0) Line($"  {file.RepeatedSentences} sentences stand there more than once");
            foreach (var warning in file.Warnings) Line($"  {warning}");
            Line($"  {(file.Problems.Count == 0 ? "no" : file.Problems.Count)} invalid places");
            foreach (var problem in file.Problems.Take(ShownProblems)) Line($"    {problem}");
            if (file.Problems.Count > ShownProblems) Line($"    and {file.Problems.Count - ShownProblems} more");
        }
        foreach (var pair in Shared) Line($"{pair.Sentences} sentences stand in {pair.First} and in {pair.Second}, for example: {pair.Example}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
