namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// Probabilities of labels of one scheme as those of another. What a word's label is in the other scheme depends on its neighbours, so
/// it is summed over the legal paths of the first scheme, with a word's probabilities as its weights. Where the schemes differ by the names
/// of their letters alone, the probabilities stay as they are.
/// </summary>
internal sealed class SchemeConversion
{
    private const double Least = 1e-30;                     // of a label that a teacher excludes; its logarithm is finite

    private readonly LabelSet _from;
    private readonly LabelSet _to;
    private readonly PathDecoder _paths;
    private readonly int[]? _renamed;

    /// <param name="from">The labels of the probabilities at hand.</param>
    /// <param name="to">The labels that are wanted.</param>
    /// <exception cref="InvalidInputException">A type is not among the labels that are wanted.</exception>
    public SchemeConversion(LabelSet from, LabelSet to)
    {
        if (from.Types.Except(to.Types, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new InvalidInputException(InputKind.Data, null,
                $"type {(unknown.Length == 0 ? "(unnamed)" : unknown)} is unknown; known are {string.Join(", ", to.Types)}");
        }
        (_from, _to, _paths) = (from, to, new PathDecoder(from));
        var sameRules = from.Types.All(type => from.Grammar.Rule(type) == to.Grammar.Rule(type));
        var ids = Enumerable.Range(0, from.Count).Select(id => from.TagOf(id) is { } tag ? to.IdOfRole(tag.Role, tag.Type) : -1).ToArray();
        _renamed = sameRules && Array.TrueForAll(Enumerable.Range(0, from.Count).ToArray(), id => from.TagOf(id) is null || ids[id] >= 0) ? ids : null;
    }

    /// <summary>Converts a sentence.</summary>
    /// <param name="rows">For each word a probability of each label at hand.</param>
    /// <exception cref="InvalidInputException">A type lacks a label that its entities take in the other scheme.</exception>
    public float[][] Convert(IReadOnlyList<float[]> rows)
    {
        if (_renamed is not null) return [.. rows.Select(Rename)];
        var logits = new float[rows.Count * _from.Count];
        for (var i = 0; i < logits.Length; i++) logits[i] = (float)Math.Log(Math.Max(Least, rows[i / _from.Count][i % _from.Count]));
        using var paths = _paths.Distribution(logits, rows.Count);
        return [.. Enumerable.Range(0, rows.Count).Select(word => Row(paths, word, rows.Count))];
    }

    private float[] Rename(float[] row)
    {
        var renamed = new float[_to.Count];
        for (var id = 0; id < row.Length; id++)
        {
            if (_renamed![id] >= 0) renamed[_renamed[id]] += row[id];
        }
        return renamed;
    }

    private float[] Row(PathDistribution paths, int word, int words)
    {
        var row = new float[_to.Count];
        Span<double> before = stackalloc double[3], after = stackalloc double[3];
        for (var id = 0; id < _from.Count; id++)
        {
            if (_from.TagOf(id) is not { } tag || paths.Probability(word, id) is var own && own < Least) continue;
            if (tag == Tag.Outside)
            {
                row[_to.IdOf("O")] += (float)own;
                continue;
            }
            Borders(word == 0, other => paths.Probability(word - 1, other, id), other => (other, tag), before);
            Borders(word == words - 1, other => paths.Probability(word, id, other), other => (tag, other), after);
            // Given the word's label, what is before it and what is behind it are independent.
            for (var i = 0; i < 9; i++)
            {
                var weight = before[i / 3] * after[i % 3];
                if (weight > 0) row[IdOf(tag.Type, (WordBorder)(i / 3), (WordBorder)(i % 3))] += (float)(own * weight);
            }
        }
        return row;
    }

    // The shares of the neighbours that go on with the entity, end it, and are of another entity of its type.
    private void Borders(bool isEdge, Func<int, double> probability, Func<Tag, (Tag Previous, Tag Next)> pair, Span<double> shares)
    {
        shares.Clear();
        if (isEdge)
        {
            shares[(int)WordBorder.Own] = 1;
            return;
        }
        for (var other = 0; other < _from.Count; other++)
        {
            if (_from.TagOf(other) is not { } tag) continue;
            var (previous, next) = pair(tag);
            var border = LabelGrammar.GoesOn(previous, next) ? WordBorder.None
                : tag != Tag.Outside && previous.Type == next.Type ? WordBorder.Shared : WordBorder.Own;
            shares[(int)border] += probability(other);
        }
        var sum = shares[0] + shares[1] + shares[2];
        for (var i = 0; i < shares.Length; i++) shares[i] /= sum;
    }

    private int IdOf(string type, WordBorder before, WordBorder after)
    {
        var role = EntityEncoder.Role(_to.Grammar.Rule(type), _to.Grammar.Roles(type), before, after);
        var id = _to.IdOfRole(role, type);
        return id >= 0 ? id : throw new InvalidInputException(InputKind.Data, null,
            $"type {(type.Length == 0 ? "(unnamed)" : type)} has no label {role}, which the other scheme's entities take");
    }
}
