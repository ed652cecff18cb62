using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

public sealed class ConditionalRandomFieldTests
{
    private static readonly LabelSet _labels = LabelSet.FromTypes(["A", "B"]);

    private static string Own => Path.Combine(AppContext.BaseDirectory, "Golden", "crf");

    public static TheoryData<string> Folders() =>
        [.. new[] { Own, Path.Combine(ReferenceData.Root, "crf") }.Where(Directory.Exists)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void LossesOfEveryReductionAndGradientsEqualTheReference(string folder)
    {
        var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement.GetProperty("cases");
        Assert.NotEqual(0, cases.GetArrayLength());
        foreach (var expected in cases.EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var name = Path.Combine(folder, $"case-{expected.GetProperty("case").GetInt32()}");
            using var inputs = new ReferenceTensors($"{name}-inputs.safetensors");
            using var outputs = new ReferenceTensors($"{name}-expected.safetensors");
            using var crf = Field(inputs);
            var emissions = inputs["emissions"].to(float32).requires_grad_();
            var (tags, mask) = (inputs["tags"], inputs["mask"]);

            AssertLoss("nll_none", crf.NegativeLogLikelihood(emissions, tags, mask, CrfReduction.None));
            AssertLoss("nll_sum", crf.NegativeLogLikelihood(emissions, tags, mask, CrfReduction.Sum));
            AssertLoss("nll_token_mean", crf.NegativeLogLikelihood(emissions, tags, mask, CrfReduction.WordMean));
            var loss = crf.NegativeLogLikelihood(emissions, tags, mask);
            AssertLoss("nll_mean", loss);
            loss.backward();
            AssertClose("gradient.emissions", emissions.grad!);
            foreach (var (parameter, value) in crf.named_parameters()) AssertClose($"gradient.{parameter}", value.grad!);
            AssertClose("log_normalizer", crf.LogPartition(emissions, mask));
            AssertClose("marginals", crf.Probabilities(emissions, mask));

            void AssertLoss(string property, Tensor found)
            {
                var values = expected.GetProperty(property);
                JsonElement[] wanted = values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray()] : [values];
                Assert.Equal(wanted.Length, found.numel());
                foreach (var (one, other) in wanted.Zip(found.flatten().data<double>().ToArray()))
                    Assert.Equal(one.GetDouble(), other, 1e-9 * Math.Max(1, one.GetDouble()));
            }

            // 32-bit gradients are rounded once.
            void AssertClose(string tensor, Tensor found) => ReferenceTensors.AssertClose($"{name} {tensor}", outputs[tensor], found, 1e-6);
        }
    }

    [Fact]
    public void ParametersHaveTheNamesOfTheCheckpoint()
    {
        using var crf = new ConditionalRandomField(3);
        Assert.Equal(["end_transitions", "start_transitions", "transitions"], crf.named_parameters().Select(entry => entry.name).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PartitionAndProbabilitiesAreThoseOfTheDecoder(bool legalOnly)
    {
        using var scope = NewDisposeScope();
        using var crf = Random(legalOnly, seed: 1);
        var (emissions, mask, lengths) = Batch(2);
        var decoder = new PathDecoder(_labels, Transitions(crf), legalOnly);
        var (partition, probabilities) = (crf.LogPartition(emissions, mask), crf.Probabilities(emissions, mask));
        var expected = crf.Expectations(emissions, mask);
        for (var row = 0; row < lengths.Length; row++)
        {
            using var paths = decoder.Distribution(Row(emissions, row, lengths[row]), lengths[row]);
            Assert.Equal(paths.LogPartition, partition[row].ToDouble(), 1e-9);
            for (var word = 0; word < mask.shape[1]; word++)
            {
                for (var label = 0; label < _labels.Count; label++)
                {
                    var probability = word < lengths[row] ? paths.Probability(word, label) : 0;
                    Assert.Equal(probability, probabilities[row, word, label].ToDouble(), 1e-9);
                    Assert.Equal(probability, expected.Labels[row, word, label].ToDouble(), 1e-9);
                }
            }
            for (var label = 0; label < _labels.Count; label++)
            {
                for (var next = 0; next < _labels.Count; next++)
                {
                    var pairs = Enumerable.Range(0, Math.Max(0, lengths[row] - 1)).Sum(word => paths.Probability(word, label, next));
                    Assert.Equal(pairs, expected.Pairs[row, label, next].ToDouble(), 1e-9);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatStandsAtPaddingChangesNothing(bool legalOnly)
    {
        using var scope = NewDisposeScope();
        using var crf = Random(legalOnly, seed: 3);
        var (emissions, mask, lengths) = Batch(4);
        var gold = Gold(lengths, (int)mask.shape[1]);
        var first = Gradients(emissions, gold);
        var isPadding = mask.logical_not();
        var second = Gradients(emissions.masked_fill(isPadding.unsqueeze(2), double.NaN), gold.masked_fill(isPadding, -100));
        for (var i = 0; i < first.Length; i++) ReferenceTensors.AssertClose($"gradient {i}", first[i], second[i], 0);

        Tensor[] Gradients(Tensor scores, Tensor labels)
        {
            var leaf = scores.detach().requires_grad_();
            crf.zero_grad();
            crf.NegativeLogLikelihood(leaf, labels, mask).backward();
            return [leaf.grad!, .. crf.parameters().Select(parameter => parameter.grad!.clone().to(float64))];
        }
    }

    [Fact]
    public void RowsWithoutWordsCountForNothing()
    {
        using var scope = NewDisposeScope();
        using var crf = Random(legalOnly: true, seed: 5);
        var (emissions, mask, lengths) = Batch(6);
        var empty = Array.IndexOf(lengths, 0);
        var gold = Gold(lengths, (int)mask.shape[1]);
        var others = tensor(Enumerable.Range(0, lengths.Length).Where(row => row != empty).Select(row => (long)row).ToArray());
        var (keptEmissions, keptGold, keptMask) = (emissions[others], gold[others], mask[others]);
        foreach (var reduction in new[] { CrfReduction.Sum, CrfReduction.Mean, CrfReduction.WordMean })
        {
            var without = crf.NegativeLogLikelihood(keptEmissions, keptGold, keptMask, reduction);
            Assert.Equal(without.ToDouble(), crf.NegativeLogLikelihood(emissions, gold, mask, reduction).ToDouble(), 1e-12);
        }
        Assert.Equal(0, crf.NegativeLogLikelihood(emissions, gold, mask, CrfReduction.None)[empty].ToDouble());
    }

    [Fact]
    public void AGoldPathThatIsCutByAWindowCompetesWithAllPaths()
    {
        using var scope = NewDisposeScope();
        using var legal = Random(legalOnly: true, seed: 7);
        using var free = Random(legalOnly: false, seed: 7);
        var (emissions, mask, _) = Batch(8);
        var (inside, outside) = (_labels.IdOf("I-A"), _labels.IdOf("O"));
        var gold = full(mask.shape, outside, int64);
        gold[0] = tensor((long)inside);
        var (bound, all) = (Losses(legal), Losses(free));
        Assert.Equal(all[0], bound[0], 1e-12);
        Assert.True(bound[1] < all[1]);                     // fewer paths compete with this one

        double[] Losses(ConditionalRandomField crf) =>
            crf.NegativeLogLikelihood(emissions, gold, mask, CrfReduction.None).data<double>().ToArray();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CrossEntropyWithACertainTeacherIsTheLossOfItsPath(bool legalOnly)
    {
        using var scope = NewDisposeScope();
        using var crf = Random(legalOnly, seed: 9);
        var (emissions, mask, lengths) = Batch(10);
        var gold = Gold(lengths, (int)mask.shape[1]);
        var oneHot = nn.functional.one_hot(gold, _labels.Count).to(float64) * mask.unsqueeze(2);
        var pairs = (oneHot[.., ..^1].unsqueeze(3) * oneHot[.., 1..].unsqueeze(2)).sum(1);
        var expected = crf.NegativeLogLikelihood(emissions, gold, mask, CrfReduction.None);
        var found = crf.CrossEntropy(emissions, mask, new(oneHot, pairs), CrfReduction.None);
        ReferenceTensors.AssertClose("loss", expected, found, 1e-9);
    }

    [Fact]
    public void CrossEntropyIsLeastWhereTheStudentIsTheTeacher()
    {
        using var scope = NewDisposeScope();
        using var teacher = Random(legalOnly: false, seed: 11);
        using var student = Random(legalOnly: false, seed: 11);
        var (emissions, mask, _) = Batch(12);
        var expectations = teacher.Expectations(emissions, mask);
        var leaf = emissions.detach().requires_grad_();
        var loss = student.CrossEntropy(leaf, mask, expectations);
        loss.backward();
        Assert.InRange(leaf.grad!.abs().max().ToDouble(), 0, 1e-12);
        foreach (var parameter in student.parameters()) Assert.InRange(parameter.grad!.abs().max().ToSingle(), 0, 1e-6f);
        Assert.True(student.CrossEntropy(emissions.Times(1.3), mask, expectations).ToDouble() > loss.ToDouble());
        Assert.True(student.CrossEntropy(emissions.Times(0.7), mask, expectations).ToDouble() > loss.ToDouble());
    }

    [Fact]
    public void ProbabilitiesCanBePartOfALoss()
    {
        using var scope = NewDisposeScope();
        using var crf = Random(legalOnly: true, seed: 13);
        var (emissions, mask, _) = Batch(14);
        var leaf = emissions.detach().requires_grad_();
        crf.Probabilities(leaf.Times(1), mask, differentiable: true)[1, 0, 0].backward();
        const double Step = 1e-5;
        var change = zeros_like(emissions);
        change[1, 1, 2] = tensor(Step);
        var difference = At(emissions.Plus(change)) - At(emissions.Minus(change));
        Assert.Equal(difference / (2 * Step), leaf.grad![1, 1, 2].ToDouble(), 1e-8);

        double At(Tensor scores) => crf.Probabilities(scores, mask)[1, 0, 0].ToDouble();
    }

    [Fact]
    public void SentencesOfOneWordHaveNoSteps()
    {
        using var scope = NewDisposeScope();
        using var crf = Random(legalOnly: true, seed: 15);
        var (emissions, mask) = (randn(3, 1, _labels.Count, float64), ones(3, 1, int64));
        Assert.Equal(0, crf.Expectations(emissions, mask).Pairs.abs().sum().ToDouble());
        Assert.Equal([3L], crf.NegativeLogLikelihood(emissions, zeros(3, 1, int64), mask, CrfReduction.None).shape);
    }

    [Fact]
    public void MasksWithHolesAndOtherSizesAreRefused()
    {
        using var scope = NewDisposeScope();
        using var crf = Random(legalOnly: false, seed: 16);
        var emissions = randn(1, 3, _labels.Count);
        Assert.Throws<ArgumentException>(() => crf.LogPartition(emissions, tensor(new long[] { 1, 0, 1 }).view(1, 3)));
        Assert.Throws<ArgumentException>(() => crf.LogPartition(emissions, tensor(new long[] { 0, 1, 1 }).view(1, 3)));
        Assert.Throws<ArgumentException>(() => crf.LogPartition(emissions, ones(1, 4, int64)));
        Assert.Throws<ArgumentException>(() => new ConditionalRandomField(3, _labels));
    }

    [Fact]
    public void WordsAreClosedUpOverTheirFurtherPieces()
    {
        using var scope = NewDisposeScope();
        var logits = arange(0, 2 * 5 * 2, float32).view(2, 5, 2).requires_grad_();
        var rows = WordRows.Gather(logits, tensor(new long[] { -100, 3, -100, 4, -100, -100, -100, -100, -100, 1 }).view(2, 5), -100);
        Assert.Equal([2f, 3, 6, 7, 18, 19, 10, 11], rows.Logits.flatten().data<float>().ToArray());
        Assert.Equal([3L, 4, 1, 0], rows.Labels.flatten().data<long>().ToArray());
        Assert.Equal([1L, 1, 1, 0], rows.Mask.flatten().data<long>().ToArray());
        (rows.Logits * rows.Mask.unsqueeze(2)).sum().backward();
        Assert.Equal([0f, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], logits.grad!.flatten().data<float>().ToArray());
    }

    private static ConditionalRandomField Field(ReferenceTensors file)
    {
        var tensors = new[] { "transitions", "start_transitions", "end_transitions" }.ToDictionary(
            name => name, name => new WeightTensor(name, file[name].shape, file[name].to(float32).data<float>().ToArray()));
        var crf = new ConditionalRandomField((int)file["start_transitions"].shape[0]);
        Weights.Load(crf, "", tensors);
        return crf;
    }

    private static ConditionalRandomField Random(bool legalOnly, int seed)
    {
        var crf = new ConditionalRandomField(_labels.Count, legalOnly ? _labels : null);
        using var generator = new Generator((ulong)seed);
        crf.Initialize(generator);
        using var noGrad = no_grad();
        foreach (var parameter in crf.parameters()) parameter.mul_(20);
        return crf;
    }

    private static PathTransitions Transitions(ConditionalRandomField crf)
    {
        var weights = crf.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.data<float>().ToArray());
        return PathTransitions.FromWeights(weights["transitions"], weights["start_transitions"], weights["end_transitions"]);
    }

    // Rows of 5, 9, 1, 0 and 7 words.
    private static (Tensor Emissions, Tensor Mask, int[] Lengths) Batch(int seed)
    {
        int[] lengths = [5, 9, 1, 0, 7];
        using var generator = new Generator((ulong)seed);
        var mask = lengths.SelectMany(length => Enumerable.Range(0, lengths.Max()).Select(word => word < length ? 1L : 0));
        // Rounded, as the decoder takes 32-bit scores.
        var emissions = randn(lengths.Length, lengths.Max(), _labels.Count, generator: generator).mul_(2).to(float64);
        return (emissions, tensor(mask.ToArray()).view(lengths.Length, -1), lengths);
    }

    // Legal paths: S-A at every second word.
    private static Tensor Gold(int[] lengths, int words) => tensor(lengths.SelectMany(_ =>
        Enumerable.Range(0, words).Select(word => (long)_labels.IdOf(word % 2 == 0 ? "S-A" : "O"))).ToArray()).view(lengths.Length, words);

    private static float[] Row(Tensor emissions, int row, int words) =>
        words == 0 ? [] : emissions[row, ..words].to(float32).contiguous().data<float>().ToArray();
}
