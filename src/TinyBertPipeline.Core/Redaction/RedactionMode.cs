namespace TinyBertPipeline.Core.Redaction;

/// <summary>What takes the place of an entity.</summary>
public enum RedactionMode
{
    /// <summary>A <c>*</c> for each of its characters (code points): its length stays.</summary>
    Mask,

    /// <summary>Its type, as <c>[PER]</c>; <c>[ENTITY]</c> where types have no names.</summary>
    Type,

    /// <summary>
    /// Its type and a hash of its text, as <c>[PER:0123456789abcdef]</c>: equal texts stay equal, and can still be counted and joined.
    /// </summary>
    Hash,
}
