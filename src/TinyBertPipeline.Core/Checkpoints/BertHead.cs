namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>What stands on the encoder: which tensors a checkpoint must hold beside it.</summary>
public enum BertHead
{
    /// <summary>The encoder alone, with its pooler when there is one.</summary>
    None,

    /// <summary><c>classifier.*</c>: a label for every word piece.</summary>
    TokenClassification,

    /// <summary><c>cls.predictions.*</c>: the masked word piece.</summary>
    MaskedLanguageModel,

    /// <summary><c>cls.*</c>: masked word piece and next sentence.</summary>
    PreTraining,
}
