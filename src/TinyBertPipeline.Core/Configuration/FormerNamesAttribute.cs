namespace TinyBertPipeline.Core.Configuration;

/// <summary>Names that an option had before; a config with one of them is told the new one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormerNamesAttribute(params string[] names) : Attribute
{
    /// <summary>The old names as configs spell them.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
