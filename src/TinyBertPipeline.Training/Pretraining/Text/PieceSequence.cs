namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>A sequence of pre-training before pieces are hidden.</summary>
/// <param name="Ids">[CLS] text [SEP], or [CLS] first [SEP] second [SEP].</param>
/// <param name="SecondStart">Where the second text begins; that of all pieces where there is none.</param>
/// <param name="NextSentence">0: the second text follows the first; 1: it is from another document; null: there is none.</param>
internal sealed record PieceSequence(int[] Ids, int SecondStart, int? NextSentence)
{
    /// <summary>The segment of each piece, or null where all have segment 0.</summary>
    public int[]? Segments() =>
        SecondStart == Ids.Length ? null : [.. Ids.Select((_, position) => position < SecondStart ? 0 : 1)];
}

/// <summary>The sequences of a text at one length, which are made when they are asked for.</summary>
internal interface IPieceSequences
{
    /// <summary>Number of sequences of one pass over the text.</summary>
    int Count { get; }

    /// <summary>Pieces of a sequence at most.</summary>
    int Length { get; }

    /// <summary>A sequence of a pass; a function of its arguments and the seed.</summary>
    PieceSequence Sequence(long pass, int index);
}
