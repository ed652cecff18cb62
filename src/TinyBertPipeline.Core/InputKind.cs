namespace TinyBertPipeline.Core;

/// <summary>What kind of input was refused; the command line turns it into an exit code.</summary>
public enum InputKind
{
    /// <summary>Arguments or a configuration file (exit code 2).</summary>
    Configuration,

    /// <summary>Labelled or raw text (exit code 3).</summary>
    Data,

    /// <summary>A model file or folder: config, vocabulary, weights, derived model (exit code 4).</summary>
    Model,
}
