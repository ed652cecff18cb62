using CsCheck;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

public sealed class OperatingPointTests
{
    // Powers of two: the sum tells which biases were added, and how often.
    private static readonly OperatingPoint _point = new()
    {
        BackgroundStay = 1,
        BackgroundToStart = 1 << 4,
        InsideToContinue = 1 << 8,
        InsideToEnd = 1 << 12,
        EndToBackground = 1 << 16,
        EndToStart = 1 << 20,
    };

    [Theory]
    [InlineData("O", 0, 0, 0, 0, 0, 0)]
    [InlineData("O O O", 2, 0, 0, 0, 0, 0)]
    [InlineData("O S-A O", 0, 1, 0, 0, 1, 0)]
    [InlineData("O B-A E-A O", 0, 1, 0, 1, 1, 0)]
    [InlineData("O B-A I-A I-A E-A S-B O", 0, 1, 2, 1, 1, 1)]
    [InlineData("B-A E-A B-A E-A", 0, 0, 0, 2, 0, 1)]
    public void EachStepOfABioesPathHasItsBias(
        string path, int backgroundStay, int backgroundToStart, int insideToContinue, int insideToEnd, int endToBackground, int endToStart)
    {
        var expected = backgroundStay + (backgroundToStart << 4) + (insideToContinue << 8)
            + (insideToEnd << 12) + (endToBackground << 16) + (endToStart << 20);
        Assert.Equal(expected, Biases(LabelSet.FromTypes(["A", "B"]), EntityReaderTests.Split(path)));
    }

    [Theory]
    [InlineData(TagScheme.Bio, "O B-A I-A B-B I-B")]
    [InlineData(TagScheme.Bilou, "O B-A I-A L-A U-A B-B I-B L-B U-B")]
    [InlineData(TagScheme.Bmes, "O B-A M-A E-A S-A B-B M-B E-B S-B")]
    public void TheSameEntitiesHaveTheSameBiasInEveryScheme(TagScheme scheme, string names)
    {
        var (own, bioes) = (LabelSet.FromLabels(EntityReaderTests.Split(names), scheme), LabelSet.FromTypes(["A", "B"]));
        Sentences().Sample(entities =>
        {
            var words = entities.Count == 0 ? 3 : entities[^1].End + 1 + entities.Count % 2;
            return Biases(own, EntityWriter.Write(entities, words, scheme)) == Biases(bioes, EntityWriter.ToBioes(entities, words));
        }, iter: 500);
    }

    [Fact]
    public void WhereTheLastWordCannotBeToldGoingOnIsOneBias()
    {
        var labels = LabelSet.FromLabels(["O", "B-A", "I-A"], TagScheme.Iob1);
        Assert.Equal((1 << 4) + 2 * (1 << 8) + (1 << 16), Biases(labels, ["O", "I-A", "I-A", "I-A", "O"]));
        Assert.Equal((1 << 20) + (1 << 8), Biases(labels, ["I-A", "B-A", "I-A"]));
    }

    [Fact]
    public void ABiasTowardsEntitiesFindsThem()
    {
        var labels = LabelSet.FromTypes(["A"]);
        float[] logits = [1, 0, 0, 0, 0.5f, 1, 0, 0, 0, -2];
        Assert.Equal([0, 0], new PathDecoder(labels).BestPath(logits, 2));
        Assert.Equal([4, 0], new PathDecoder(labels, new OperatingPoint { BackgroundStay = -1 }.ToTransitions(labels)).BestPath(logits, 2));
    }

    private static double Biases(LabelSet labels, string[] path)
    {
        var logits = new float[path.Length * labels.Count];
        return new PathDecoder(labels, _point.ToTransitions(labels)).Score(logits, Array.ConvertAll(path, labels.IdOf));
    }

    // Entities side by side or with gaps, up to four words long.
    private static Gen<List<EntitySpan>> Sentences() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 4], Gen.Bool.Select(first => first ? "A" : "B")).List[0, 3].Select(parts =>
        {
            var (entities, word) = (new List<EntitySpan>(), 0);
            foreach (var (gap, length, type) in parts)
            {
                entities.Add(new(type, word + gap, word + gap + length - 1));
                word += gap + length;
            }
            return entities;
        });
}
