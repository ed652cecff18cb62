using CsCheck;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

/// <summary>Random sentences that are small enough to count their paths.</summary>
internal sealed record PathSample(LabelSet Labels, PathTransitions Transitions, bool LegalOnly, float[] Logits, int Words)
{
    public PathDecoder Decoder => new(Labels, Transitions, LegalOnly);

    public PathEnumeration Enumerate() => new(Labels, Transitions, LegalOnly, Logits, Words);

    public IEnumerable<EntitySpan> Spans() =>
        from type in Labels.Types
        from start in Enumerable.Range(0, Words)
        from end in Enumerable.Range(start, Words - start)
        select new EntitySpan(type, start, end);

    /// <summary>Samples of a label set; whole numbers make many paths equal, and every sum exact.</summary>
    public static Gen<PathSample> Generate(LabelSet labels, bool wholeNumbers = false)
    {
        var value = wholeNumbers ? Gen.Int[-2, 2].Select(number => (double)number) : Gen.Double[-4, 4];
        return
            from words in Gen.Int[1, labels.Count > 5 ? 4 : 5]
            from logits in value.Array[words * labels.Count]
            from learned in Gen.Bool
            from between in value.Array[labels.Count * labels.Count]
            from start in value.Array[labels.Count]
            from end in value.Array[labels.Count]
            from legalOnly in Gen.Bool
            let transitions = learned ? new PathTransitions(between, start, end) : PathTransitions.Zero(labels.Count)
            select new PathSample(labels, transitions, legalOnly, Array.ConvertAll(logits, number => (float)number), words);
    }
}

/// <summary>Label sets of every scheme with at most seven labels.</summary>
internal static class PathLabels
{
    public static TheoryData<string, TagScheme?> Sets() => new()
    {
        { "O", null },
        { "O B-A I-A E-A S-A", null },
        { "O B-A I-A E-A S-A S-B", TagScheme.Bioes },
        { "O S-A B-B I-B E-B S-B", null },
        { "B I E S O", null },
        { "O B-A I-A B-B I-B", TagScheme.Bio },
        { "I-B B-A O I-A B-B", TagScheme.Bio },
        { "O B-A I-A I-B", TagScheme.Iob1 },
        { "O B-A I-A L-A U-A", TagScheme.Bilou },
        { "O B-A M-A E-A S-A", TagScheme.Bmes },
        { "O B-A I-A [CLS] X", TagScheme.Bio },             // never predicted
        { "O B-A S-B", null },
        { "O B-A I-A S-A I-B", TagScheme.Mixed },           // runs of I-B
        { "O I-A E-A", TagScheme.Ioe1 },
        { "O B-A I-A E-A", TagScheme.Bieo },
        { "O LOC PER", TagScheme.Plain },
    };

    public static LabelSet Read(string names, TagScheme? scheme) => LabelSet.FromLabels(EntityReaderTests.Split(names), scheme);
}
