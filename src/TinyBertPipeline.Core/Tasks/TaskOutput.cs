namespace TinyBertPipeline.Core.Tasks;

/// <summary>What a model computes.</summary>
/// <param name="Name">The output's name in every engine.</param>
/// <param name="Rows">Whether there is a row for each position or one for the whole sequence.</param>
/// <param name="Width">Values of a row, K.</param>
public sealed record TaskOutput(string Name, OutputRows Rows, int Width)
{
    /// <summary>Rows of a sequence of <paramref name="length"/> positions.</summary>
    public int RowsOf(int length) => Rows == OutputRows.Position ? length : 1;
}

/// <summary>What a row of a model's output stands for.</summary>
public enum OutputRows
{
    /// <summary>A position: the output is [B,T,K].</summary>
    Position,

    /// <summary>A sequence: the output is [B,K].</summary>
    Sequence,
}
