namespace TinyBertPipeline.Core.Tasks;

/// <summary>
/// What a model is asked about: a sentence, a text, a pair. Most fit one window; a long one may have several, and each of its rows is
/// counted in exactly one of them.
/// </summary>
/// <param name="Windows">The sequences that run through the model.</param>
/// <param name="Rows">Number of output rows that count.</param>
public sealed record TaskItem(IReadOnlyList<TaskWindow> Windows, int Rows);

/// <summary>One window of an item.</summary>
/// <param name="Input">The sequence.</param>
/// <param name="Counted">Which rows of its output count, and as which rows of the item.</param>
public sealed record TaskWindow(ModelInput Input, CountedRow[] Counted);

/// <summary>A row of a window's output that counts.</summary>
/// <param name="Position">The row of the output: a position, or 0 where the output has one row a sequence.</param>
/// <param name="Row">The row of the item that it is.</param>
public readonly record struct CountedRow(int Position, int Row);
