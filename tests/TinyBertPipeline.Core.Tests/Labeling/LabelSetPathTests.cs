using CsCheck;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling;

/// <summary>What holds for every label set, whatever letters its types have. All sequences of up to three words are tried.</summary>
public sealed class LabelSetPathTests
{
    private const int Words = 3;
    private static readonly Gen<LabelSet> _sets = Gen.OneOf(RandomLabels.Sets, RandomLabels.Sets, RandomLabels.BareSets)
        .SelectMany(names => Gen.Int[0, 5].Select(choice => Choose(names, choice)));

    [Fact]
    public void EveryLabelLiesOnALegalPath() => _sets.Sample(labels =>
    {
        var met = Legal(labels).SelectMany(ids => ids).ToHashSet();
        if (met.Count < labels.Count) Assert.Fail($"{Show(labels)}: only {Show(labels, met)} are on a legal path");
    }, iter: 300);

    [Fact]
    public void ALegalSequenceHasOneReading() => _sets.Sample(labels =>
    {
        foreach (var ids in Legal(labels))
        {
            var read = labels.Read(ids);
            var strictIsLess = labels.Scheme == TagScheme.Ioe1 && read.Strict.All(read.Lenient.Contains);
            var isSame = read.Legal.SequenceEqual(read.Lenient) && (strictIsLess || read.Strict.SequenceEqual(read.Lenient));
            if (read.IllegalPlaces == 0 && isSame) continue;
            var found = $"{read.IllegalPlaces} illegal places, strict {Show(read.Strict)}, lenient {Show(read.Lenient)}";
            Assert.Fail($"{Show(labels)}: {Show(labels, ids)} has {found}");
        }
    }, iter: 100);

    [Fact]
    public void WhatALegalSequenceSaysCanBeWrittenAndIsReadBack() => _sets.Sample(labels =>
    {
        foreach (var ids in Legal(labels))
        {
            var entities = labels.Entities(ids);
            var written = labels.Encode(entities, ids.Length);
            if (!RandomLabels.IsLegal(labels, written) || !labels.Entities(written).SequenceEqual(entities))
                Assert.Fail($"{Show(labels)}: {Show(entities)} of {Show(labels, ids)} is written {Show(labels, written)}");
        }
    }, iter: 100);

    [Fact]
    public void WhatNoLegalSequenceSaysIsRefusedWithTypeAndReason() => _sets.Sample(labels =>
    {
        var sayable = Legal(labels).Where(ids => ids.Length == Words).Select(ids => Show(labels.Entities(ids))).ToHashSet();
        foreach (var entities in Layouts(labels.Types, Words, 0).Where(entities => !sayable.Contains(Show(entities))))
        {
            var error = Assert.Throws<InvalidInputException>(() => labels.Encode(entities, Words));
            Assert.StartsWith("the labels cannot express the entity of type ", error.Message, StringComparison.Ordinal);
        }
    }, iter: 100);

    [Fact]
    public void WithOneHotLogitsTheDecoderGivesBackEveryLegalSequence() => _sets.Sample(labels =>
    {
        var decoder = new LegalPathDecoder(labels);
        foreach (var ids in Legal(labels).Where(ids => ids.Length > 0))
        {
            var logits = new float[ids.Length * labels.Count];
            for (var word = 0; word < ids.Length; word++) logits[word * labels.Count + ids[word]] = 1;
            Assert.Equal(ids, decoder.Decode(logits, ids.Length, DecodeMode.Viterbi));
        }
    }, iter: 40);

    // The scheme that is taken, or one of the others that would fit.
    private static LabelSet Choose(string[] names, int choice)
    {
        var labels = LabelSet.FromLabels(names);
        return choice < labels.Choice.Others.Count ? LabelSet.FromLabels(names, labels.Choice.Others[choice]) : labels;
    }

    private static IEnumerable<int[]> Legal(LabelSet labels) => Enumerable.Range(0, labels.Count > 5 ? Words + 1 : Words + 2)
        .SelectMany(words => RandomLabels.Sequences(labels, words)).Where(ids => RandomLabels.IsLegal(labels, ids));

    private static IEnumerable<EntitySpan[]> Layouts(IReadOnlyList<string> types, int words, int from)
    {
        yield return [];
        for (var start = from; start < words; start++)
        {
            for (var end = start; end < words; end++)
            {
                foreach (var type in types)
                {
                    foreach (var rest in Layouts(types, words, end + 1)) yield return [new EntitySpan(type, start, end), .. rest];
                }
            }
        }
    }

    private static string Show(LabelSet labels) => $"{string.Join(' ', labels.Labels)} ({labels.Choice})";

    private static string Show(LabelSet labels, IEnumerable<int> ids) => string.Join(' ', ids.Select(id => labels[id]));

    private static string Show(IEnumerable<EntitySpan> entities) =>
        string.Join(' ', entities.Select(entity => $"{entity.Type}{entity.Start}-{entity.End}"));
}
