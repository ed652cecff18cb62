using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>What a distillation has to learn from.</summary>
/// <param name="TrainingPieces">Pieces of the training sentences.</param>
/// <param name="HasRawText">Whether there is raw text.</param>
/// <param name="TellsFindings">Whether the task looks for something in a text, so that an entity weight makes sense.</param>
/// <param name="HasTeacher">Whether there is a teacher that can be asked, not soft labels alone.</param>
internal sealed record DistillationLoad(long TrainingPieces, bool HasRawText, bool TellsFindings, bool HasTeacher);

/// <summary>
/// What a distillation chooses where its options leave open how many pieces the student sees: pieces by the sizes of set and student, the
/// entity weight of a small set by short runs. Where pieces are given, nothing else is chosen.
/// </summary>
internal static class DistillationSizing
{
    /// <summary>A set of fewer pieces is small: more pieces help, and the entity weight matters.</summary>
    public const long SmallSet = 150_000;

    private const long SmallSetPieces = 1_500_000;
    private const long UsualPieces = 1_000_000;
    private const int MostPasses = 60;                      // over training sentences without raw text
    private const long FewestPieces = 100_000;              // short of which no schedule comes to anything

    // Students farther from their teacher have more to learn, and learn it faster.
    private const int NarrowWidth = 240;
    private const int NarrowFactor = 2;
    private const int TinyWidth = 128;
    private const int TinyFactor = 3;

    // Raw text of which the recipe takes its share, at about five bytes a piece.
    private const double BytesOfPiece = 5;

    /// <summary>The options with nothing left open.</summary>
    public static DistillationOptions Resolve(DistillationOptions options, DistillationLoad load, ModelSize student)
    {
        if (options.Pieces is not null) return options with { EntityWeight = options.EntityWeight ?? 0 };
        var tunes = options.EntityWeight is null && load is { TellsFindings: true, HasTeacher: true } && load.TrainingPieces < SmallSet
            && options.Variant != DistillationVariant.LabelsOnly;
        return options with
        {
            Pieces = Pieces(load, student),
            EntityWeight = options.EntityWeight ?? 0,
            Tune = options.Tune || tunes,
        };
    }

    /// <summary>What was chosen and why; nothing where pieces were given.</summary>
    public static IEnumerable<string> Describe(DistillationOptions given, DistillationOptions chosen, DistillationLoad load, ModelSize student)
    {
        if (given.Pieces is null)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{Millions(chosen.Pieces!.Value)} pieces for a student of {student.Layers} layers of width {student.HiddenSize} on a set of {Millions(load.TrainingPieces)}")
                + (chosen.Tune && !given.Tune ? "; short runs choose the entity weight, which decides on a small set" : "");
        }
        if (load is { HasRawText: false, HasTeacher: true } && chosen.Variant != DistillationVariant.LabelsOnly)
        {
            var wanted = (long)(Math.Max(chosen.Pieces!.Value, UsualPieces) * (1 - chosen.TrainingShare));
            yield return string.Create(CultureInfo.InvariantCulture,
                $"no raw text: training sentences only. Unlabelled text of the same kind brings the student closer: {Millions(wanted)} pieces of it, ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"some {wanted * BytesOfPiece / 1e6:0} MB, are taken from as much as there is (raw: .txt files and folders, a paragraph a line)");
        }
    }

    private static long Pieces(DistillationLoad load, ModelSize student)
    {
        var usual = load.TrainingPieces < SmallSet ? SmallSetPieces : UsualPieces;
        var factor = student.HiddenSize <= TinyWidth ? TinyFactor : student.HiddenSize <= NarrowWidth ? NarrowFactor : 1;
        return load.HasRawText ? usual * factor
            : Math.Clamp(usual * factor, FewestPieces, Math.Max(FewestPieces, MostPasses * load.TrainingPieces));
    }

    private static string Millions(long pieces) => (pieces / 1e6).ToString("0.0#", CultureInfo.InvariantCulture) + " M";
}
