using System.Globalization;
using System.Text;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>What labelled files hold, what is wrong with them, and which sentences several of them share.</summary>
/// <param name="Files">The files in the order given; the first is the one that is trained on.</param>
/// <param name="Shared">Each pair of files with sentences in common.</param>
public sealed record DataCheck(IReadOnlyList<FileCheck> Files, IReadOnlyList<SharedSentences> Shared)
{
    private const int ShownProblems = 20;

    /// <summary>Places where labels break their scheme or that cannot be read, in all files.</summary>
    public int InvalidPlaces => Files.Sum(file => file.Problems.Count + file.Unreadable.Count);

    /// <summary>Checks files that were read. Sentences are the same when their words are.</summary>
    public static DataCheck Of(IReadOnlyList<LabeledData> files) =>
        new([.. files.Select((file, i) => FileCheck.Of(file, [.. files.Take(i)]))], FindShared(files));

    /// <summary>Reads and checks files; what cannot be read is listed, and the rest checked.</summary>
    /// <exception cref="InvalidInputException">A file does not exist, or the format is none.</exception>
    public static DataCheck Read(IReadOnlyList<string> paths, DataFormat? format = null, TagScheme? scheme = null)
    {
        var (files, checks) = (new List<LabeledData>(), new List<FileCheck>());
        foreach (var path in paths)
        {
            var unreadable = new List<LabelProblem>();
            if (LabeledData.ReadAllThatCanBe(path, format, scheme, unreadable) is { } data)
            {
                checks.Add(FileCheck.Of(data, files) with { Unreadable = unreadable });
                files.Add(data);
            }
            else checks.Add(new FileCheck(path, scheme ?? default, 0, 0, new Dictionary<string, int>(), 0, []) { Unreadable = unreadable });
        }
        return new DataCheck(checks, FindShared(files));
    }

    /// <summary>Refuses files with places that cannot be read; the message has the first.</summary>
    /// <exception cref="InvalidInputException">There is such a place.</exception>
    public void ThrowIfUnreadable()
    {
        if (Files.FirstOrDefault(file => file.Unreadable.Count > 0) is not { } file) return;
        var (first, count) = (file.Unreadable[0], Files.Sum(file => file.Unreadable.Count));
        throw new InvalidInputException(InputKind.Data, first.File,
            count == 1 ? first.Message : $"{first.Message} ({count} places cannot be read)", first.Line > 0 ? first.Line : null)
        {
            Remedy = first.Remedy,
        };
    }

    /// <summary>The check for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var file in Files)
        {
            Line($"{file.File}: {file.Scheme.ToString().ToUpperInvariant()}, {file.Sentences} sentences, {file.Words} words, {file.Entities} entities");
            foreach (var (type, count) in file.Types) Line($"  {LabeledData.Shown(type)} {count}");
            if (file.Unreadable.Count > 0) List($"{file.Unreadable.Count} places that cannot be read", file.Unreadable);
            foreach (var kind in file.Findings.GroupBy(finding => finding.Kind)) List($"{kind.Count()} {Describe(kind.Key)}", [.. kind]);
            foreach (var warning in file.Warnings) Line($"  {warning.Text}");
            List($"{(file.Problems.Count == 0 ? "no" : file.Problems.Count)} invalid places", file.Problems);
        }
        foreach (var pair in Shared) Line($"{pair.Sentences} sentences stand in {pair.First} and in {pair.Second}, for example: {pair.Example}");
        return text.ToString();

        void List(string heading, IReadOnlyList<object> places)
        {
            Line($"  {heading}");
            foreach (var place in places.Take(ShownProblems)) Line($"    {place}");
            if (places.Count > ShownProblems) Line($"    and {places.Count - ShownProblems} more");
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Describe(DataFindingKind kind) => kind switch
    {
        DataFindingKind.Repeated => "sentences that stand there more than once",
        DataFindingKind.RepeatedWithOtherLabels => "sentences that stand there more than once, with different labels",
        DataFindingKind.Shared => "sentences of earlier files",
        DataFindingKind.UnseenType => "types that the first file does not have",
        DataFindingKind.SimilarTypes => "types that differ by capitals only",
        DataFindingKind.MixedScripts => "words of mixed scripts",
        DataFindingKind.InvisibleCharacters => "words with characters that show nothing",
        _ => "very long sentences",
    };

    private static List<SharedSentences> FindShared(IReadOnlyList<LabeledData> files)
    {
        var texts = files.Select(file => file.Sentences.Select(DataFindings.TextOf).ToHashSet(StringComparer.Ordinal)).ToArray();
        var shared = new List<SharedSentences>();
        for (var first = 0; first < files.Count; first++)
        {
            for (var second = first + 1; second < files.Count; second++)
            {
                var common = texts[first].Where(texts[second].Contains).ToArray();
                if (common.Length > 0) shared.Add(new SharedSentences(files[first].Path, files[second].Path, common.Length, common[0]));
            }
        }
        return shared;
    }
}

/// <summary>Sentences that two files have in common: a score on one says less when the other was trained on.</summary>
/// <param name="First">The earlier file.</param>
/// <param name="Second">The later file.</param>
/// <param name="Sentences">Number of different sentences that stand in both.</param>
/// <param name="Example">The words of one of them.</param>
public sealed record SharedSentences(string First, string Second, int Sentences, string Example);
