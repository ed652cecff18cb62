using System.Text.Json.Nodes;

namespace TinyBertPipeline.Pipeline.Suspects;

/// <summary>A place whose label is likely wrong.</summary>
/// <param name="Line">The line of the sentence's first word.</param>
/// <param name="Labeled">The entity as the file has it, or null where it has none.</param>
/// <param name="Suggested">The entity that the model finds, or null where it finds none.</param>
/// <param name="Doubt">How sure the model is that the label is wrong, 0 to 1.</param>
public sealed record Suspect(long Line, SuspectEntity? Labeled, SuspectEntity? Suggested, double Doubt)
{
    /// <summary>The doubtful places of a sentence, from an evaluation's instance of it.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="line">The line of the sentence.</param>
    internal static IEnumerable<Suspect> Of(JsonObject instance, long line)
    {
        var (gold, predicted) = (instance["gold"]!.AsArray(), instance["predicted"]!.AsArray());
        foreach (var match in instance["matches"]!.AsArray().Where(match => (string?)match!["kind"] != "correct"))
        {
            var labeled = match!["gold"] is { } i ? gold[(int)i] : null;
            var found = match["predicted"] is { } j ? predicted[(int)j] : null;
            var against = labeled is null ? 1 : 1 - (double)labeled["score"]!;
            yield return new Suspect(line, Entity(labeled), Entity(found), found is null ? against : against * (double)found["score"]!);
        }
    }

    private static SuspectEntity? Entity(JsonNode? entity) =>
        entity is null ? null : new SuspectEntity((string)entity["type"]!, (int)entity["start"]!, (string)entity["text"]!);
}

/// <summary>An entity of a sentence.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Word">Index of its first word.</param>
/// <param name="Text">Its words.</param>
public sealed record SuspectEntity(string Type, int Word, string Text);
