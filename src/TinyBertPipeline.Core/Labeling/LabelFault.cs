namespace TinyBertPipeline.Core.Labeling;

/// <summary>A label that cannot be used.</summary>
/// <param name="Index">Its place among the labels.</param>
/// <param name="Reason">What is wrong with it, to stand behind the label.</param>
/// <param name="Otherwise">The scheme under which it could be used; null where there is none.</param>
internal sealed record LabelFault(int Index, string Reason, TagScheme? Otherwise = null)
{
    /// <summary>What a user can do, if anything.</summary>
    public Remedy? Remedy => Otherwise is { } scheme ? new Remedy(RemedyKind.GiveScheme, scheme.ToString().ToLowerInvariant()) : null;
}
