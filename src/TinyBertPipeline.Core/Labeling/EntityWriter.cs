namespace TinyBertPipeline.Core.Labeling;

/// <summary>Writes entities as labels, the other way round from <see cref="EntityReader"/>.</summary>
internal static class EntityWriter
{
    /// <summary>Labels a sentence of <paramref name="words"/> words in BIOES; entities must not overlap. An empty type gives bare letters.</summary>
    /// <exception cref="ArgumentException">An entity lies outside of the sentence or overlaps another.</exception>
    public static string[] ToBioes(IEnumerable<EntitySpan> entities, int words) => Write(entities, words, TagScheme.Bioes);

    /// <summary>
    /// Labels a sentence of <paramref name="words"/> words with all letters of a scheme; entities must not overlap. An empty type gives bare
    /// letters.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An entity lies outside of the sentence or overlaps another, or the scheme is <see cref="TagScheme.Mixed"/>, which has no letters of its
    /// own.
    /// </exception>
    /// <exception cref="InvalidInputException">The scheme cannot express an entity: without letters two of a type cannot stand side by side.</exception>
    public static string[] Write(IEnumerable<EntitySpan> entities, int words, TagScheme scheme)
    {
        if (scheme == TagScheme.Mixed) throw new ArgumentException("labels are written in a scheme of a name", nameof(scheme));
        var roles = string.Concat("BIES".Where(role => TagSchemes.Letter(scheme, role) is not null));
        var (rule, hasLetters) = (TagSchemes.Rule(scheme, roles), scheme != TagScheme.Plain);
        var labels = EntityEncoder.Encode(entities, words, _ => rule, type => hasLetters || type.Length > 0 ? roles : "");
        return Array.ConvertAll(
            labels, label => label.Role == 'O' ? "O" : new Tag(TagSchemes.Letter(scheme, label.Role)!.Value, label.Type).ToString());
    }
}
