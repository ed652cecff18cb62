namespace TinyBertPipeline.Core.Labeling;

/// <summary>What becomes of labels that the scheme does not allow before entities are read strictly.</summary>
public enum LabelRepair
{
    /// <summary>Nothing: as seqeval's strict mode.</summary>
    None,

    /// <summary>They are taken as conlleval takes them: what lacks a beginning or an end gets one.</summary>
    Conlleval,

    /// <summary>An entity that is not written as the scheme demands is dropped.</summary>
    Discard,
}
