namespace TinyBertPipeline.Core.Labeling;

/// <summary>
/// Converts label sequences of a scheme to BIOES. What the scheme does not allow is repaired as conlleval reads it: an entity without a
/// beginning starts where it stands, one without an end ends where it stands, and a change of type starts another.
/// </summary>
public sealed class BioesConverter
{
    private readonly Dictionary<string, string> _sameInBioes = new(StringComparer.Ordinal);
    private readonly TagScheme _scheme;

    /// <summary>Creates a converter from a scheme; it is not thread-safe.</summary>
    public BioesConverter(TagScheme scheme) => _scheme = scheme;

    /// <summary>Converts one sentence.</summary>
    /// <returns>As many labels, always a legal BIOES sequence.</returns>
    /// <exception cref="InvalidInputException">A label is of another form or its letter is not of the scheme.</exception>
    public string[] Convert(IReadOnlyList<string> labels)
    {
        var bioes = new string[labels.Count];
        for (var i = 0; i < bioes.Length; i++) bioes[i] = SameInBioes(labels[i]);
        return EntityWriter.ToBioes(EntityReader.ReadDefault(bioes), bioes.Length);
    }

    private string SameInBioes(string label)
    {
        if (_sameInBioes.TryGetValue(label, out var known)) return known;
        if (!Tag.TryParse(label, out var tag) || !TagSchemes.Letters(_scheme).Contains(tag.Letter))
            throw new InvalidInputException(InputKind.Data, null, $"label '{label}' is not of scheme {_scheme} (valid: {Tag.ValidForms})");
        return _sameInBioes[label] = tag.ToBioes().ToString();
    }
}
