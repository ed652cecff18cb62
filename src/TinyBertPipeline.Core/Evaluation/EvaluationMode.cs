namespace TinyBertPipeline.Core.Evaluation;

/// <summary>How the entities that are compared are read from labels.</summary>
public enum EvaluationMode
{
    /// <summary>Leniently, as conlleval and seqeval's default mode do.</summary>
    Default,

    /// <summary>Only what a scheme allows, as seqeval's strict mode does.</summary>
    Strict,
}
