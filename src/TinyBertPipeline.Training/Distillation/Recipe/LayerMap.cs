using TinyBertPipeline.Core;

namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>How teacher layers are chosen for a student.</summary>
public enum LayerMapKind
{
    /// <summary>The lowest layers and the last.</summary>
    LowestAndLast,

    /// <summary>Evenly spread, as TinyBERT's paper does.</summary>
    Uniform,
}

/// <summary>Which teacher layer each student layer imitates, and starts from.</summary>
internal sealed class LayerMap
{
    private readonly int[] _teacherLayers;

    private LayerMap(int[] teacherLayers) => _teacherLayers = teacherLayers;

    /// <summary>The teacher layers of student layers 1, 2, ..., counted from 1.</summary>
    public IReadOnlyList<int> TeacherLayers => _teacherLayers;

    /// <summary>g(m): the teacher layer of student layer <paramref name="student"/>; 0 maps to 0, the embeddings.</summary>
    public int this[int student] => student == 0 ? 0 : _teacherLayers[student - 1];

    /// <summary>The lowest M-1 teacher layers and the last one: 1, 2, 3, 6 for four of six.</summary>
    /// <exception cref="InvalidInputException">The student has more layers than the teacher.</exception>
    public static LayerMap LowestAndLast(int teacherLayers, int studentLayers)
    {
        RequireFewer(teacherLayers, studentLayers);
        var layers = Enumerable.Range(1, studentLayers).ToArray();
        layers[^1] = teacherLayers;
        return new LayerMap(layers);
    }

    /// <summary>Evenly spread: m N / M rounded down, which is TinyBERT's g(m) where M divides N; 1, 3, 4, 6 for four of six.</summary>
    /// <exception cref="InvalidInputException">The student has more layers than the teacher.</exception>
    public static LayerMap Uniform(int teacherLayers, int studentLayers)
    {
        RequireFewer(teacherLayers, studentLayers);
        return new LayerMap([.. Enumerable.Range(1, studentLayers).Select(m => m * teacherLayers / studentLayers)]);
    }

    /// <summary>The given teacher layer for each student layer.</summary>
    /// <exception cref="InvalidInputException">
    /// Another number of layers than the student has, one the teacher does not have, or not ascending.
    /// </exception>
    public static LayerMap Explicit(IReadOnlyList<int> layers, int teacherLayers, int studentLayers)
    {
        var rising = layers.Zip(layers.Skip(1)).All(pair => pair.First < pair.Second);
        if (layers.Count != studentLayers || !rising || layers.Any(layer => layer < 1 || layer > teacherLayers))
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"layer map {string.Join(", ", layers)}: expected {studentLayers} rising teacher layers within 1..{teacherLayers}, "
                + "one for each student layer");
        }
        return new LayerMap([.. layers]);
    }

    /// <summary>The matches of the map: hidden states of layers 0..M, attention scores of layers 1..M.</summary>
    public IReadOnlyList<LayerMatch> Matches()
    {
        var hidden = Enumerable.Range(0, _teacherLayers.Length + 1).Select(m => new LayerMatch(m, this[m], MatchedFeature.Hidden));
        var attention = Enumerable.Range(1, _teacherLayers.Length).Select(m => new LayerMatch(m, this[m], MatchedFeature.Attention));
        return [.. hidden, .. attention];
    }

    /// <summary>The map as it is shown at start: <c>1←1 2←2 3←3 4←6</c>.</summary>
    public override string ToString() => string.Join(' ', _teacherLayers.Select((teacher, index) => $"{index + 1}←{teacher}"));

    private static void RequireFewer(int teacherLayers, int studentLayers)
    {
        if (studentLayers < 1 || studentLayers > teacherLayers)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"a student of {studentLayers} layers cannot be mapped to a teacher of {teacherLayers}: expected 1..{teacherLayers}");
        }
    }
}
