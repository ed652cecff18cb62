namespace TinyBertPipeline.Training.Distillation;

/// <summary>The text a stage trains on.</summary>
public enum StageText
{
    /// <summary>Training sentences and raw text, mixed; training sentences alone where there is no raw text.</summary>
    Mixed,

    /// <summary>Training sentences alone.</summary>
    Training,

    /// <summary>Raw text alone; training sentences where there is none.</summary>
    Raw,
}
