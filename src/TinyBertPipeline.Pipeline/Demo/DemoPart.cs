namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>The three parts of the embedded demo's data, which differ in the names that may occur.</summary>
public enum DemoPart
{
    /// <summary>Names of the first half of every list.</summary>
    Train,

    /// <summary>Half known names, half from the third quarter.</summary>
    Dev,

    /// <summary>Half known names, half from the last quarter.</summary>
    Test,
}
