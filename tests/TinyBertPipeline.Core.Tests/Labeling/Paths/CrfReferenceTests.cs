using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

/// <summary>Paths, scores and probabilities of <c>reference/crf</c>; the random cases are also copied beside this file.</summary>
public sealed class CrfReferenceTests
{
    private static string Own => Path.Combine(AppContext.BaseDirectory, "Labeling", "Paths", "Golden", "crf");

    public static TheoryData<string> Folders() =>
        [.. new[] { Own, Path.Combine(ReferenceData.Root, "crf") }.Where(Directory.Exists)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void EveryCaseHasTheReferencesPathsScoresAndProbabilities(string folder)
    {
        var cases = Read(folder, "expected.json").GetProperty("cases").EnumerateArray().ToArray();
        Assert.NotEmpty(cases);
        foreach (var expected in cases)
        {
            var name = Path.Combine(folder, $"case-{expected.GetProperty("case").GetInt32()}");
            using var inputs = SafetensorsFile.Open($"{name}-inputs.safetensors");
            using var outputs = SafetensorsFile.Open($"{name}-expected.safetensors");
            var (tags, rows) = (expected.GetProperty("tags").GetInt32(), inputs.Entries["emissions"].Shape);
            // Any labels will do, as all paths are allowed.
            var labels = LabelSet.FromLabels([.. Enumerable.Range(0, tags).Select(tag => tag == 0 ? "O" : $"S-{tag}")]);
            var decoder = new PathDecoder(labels, Transitions(inputs), legalOnly: false);
            var (emissions, marginals) = (inputs.ReadFloats("emissions"), outputs.ReadDoubles("marginals"));
            for (var row = 0; row < rows[0]; row++)
            {
                var words = expected.GetProperty("lengths")[row].GetInt32();
                var first = row * (int)rows[1] * tags;
                var logits = emissions.AsSpan(first, words * tags);
                var path = decoder.BestPath(logits, words);
                Assert.Equal(expected.GetProperty("best_paths")[row].EnumerateArray().Select(tag => tag.GetInt32()), path);
                Assert.Equal(expected.GetProperty("best_path_scores")[row].GetDouble(), decoder.Score(logits, path), 1e-9);
                using var paths = decoder.Distribution(logits, words);
                Assert.Equal(outputs.ReadDoubles("log_normalizer")[row], paths.LogPartition, 1e-9);
                for (var i = 0; i < logits.Length; i++) Assert.Equal(marginals[first + i], paths.Probability(i / tags, i % tags), 1e-9);
                var gold = inputs.ReadInt64("tags").Skip(row * (int)rows[1]).Take(words).Select(tag => (int)tag).ToArray();
                Assert.Equal(-expected.GetProperty("nll_none")[row].GetDouble(), paths.LogProbability(gold), 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void LegalPathsAreTheReferencesWithAndWithoutTransitions(string folder)
    {
        var expected = Read(folder, "bioes-expected.json");
        var labels = LabelSet.FromLabels(Names(expected.GetProperty("labels")), TagScheme.Bioes);
        using var inputs = SafetensorsFile.Open(Path.Combine(folder, "bioes-inputs.safetensors"));
        var (plain, learned) = (new PathDecoder(labels), new PathDecoder(labels, Transitions(inputs)));
        foreach (var one in expected.GetProperty("cases").EnumerateArray())
        {
            var words = one.GetProperty("length").GetInt32();
            var logits = inputs.ReadFloats($"emissions.{one.GetProperty("case").GetInt32()}");
            AssertBest(plain, "best_valid");
            AssertBest(learned, "best_valid_with_transitions");
            Assert.Equal(Names(one.GetProperty("argmax")), plain.BestLabels(logits, words).Select(id => labels[id]));

            void AssertBest(PathDecoder decoder, string property)
            {
                var path = decoder.BestPath(logits, words);
                Assert.Equal(Names(one.GetProperty(property)), path.Select(id => labels[id]));
                Assert.Equal(one.GetProperty($"{property}_score").GetDouble(), decoder.Score(logits, path), 1e-9);
            }
        }
    }

    private static PathTransitions Transitions(SafetensorsFile file) => PathTransitions.FromWeights(
        file.ReadFloats("transitions"), file.ReadFloats("start_transitions"), file.ReadFloats("end_transitions"));

    private static string[] Names(JsonElement names) => [.. names.EnumerateArray().Select(name => name.GetString()!)];

    private static JsonElement Read(string folder, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name))).RootElement;
}
