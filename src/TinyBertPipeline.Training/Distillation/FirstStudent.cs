using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation.Initialization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>
/// The width reduced in two steps: a wider student of as many layers starts from the teacher and learns from it; the student proper starts
/// from what that one has become, and learns on from the same teacher. S student's, V wider student's, H teacher's width.
/// </summary>
internal static class FirstStudent
{
    private const double UsualShare = 0.4;

    /// <summary>The options of the wider student's training, null where there is none, and those of what follows it.</summary>
    public static (DistillationOptions? First, DistillationOptions Then) Share(DistillationOptions options)
    {
        if (options.FirstSize is null) return (null, options);
        var pieces = Math.Max(1, (long)(options.Pieces!.Value * (options.FirstShare ?? UsualShare)));
        return (options with { Size = options.FirstSize, Pieces = pieces, Evaluations = 1, AverageWeights = null },
            options with { Pieces = Math.Max(1, options.Pieces.Value - pieces) });
    }

    /// <exception cref="InvalidInputException">The wider student has other layers, or its width is not between the two others.</exception>
    public static void Require(DistillationOptions options, DistillationModels models)
    {
        if (options.FirstSize is null) return;
        var (first, student) = (ModelSize.Parse(options.FirstSize), ModelSize.Of(models.Student.Config));
        if (first.Layers == student.Layers && first.HiddenSize >= student.HiddenSize && first.HiddenSize <= models.Teacher!.Config.HiddenSize) return;
        throw new InvalidInputException(InputKind.Configuration, null, string.Create(CultureInfo.InvariantCulture,
            $"firstSize: {first}; expected the student's {student.Layers} layers and a width of {student.HiddenSize} to ")
            + string.Create(CultureInfo.InvariantCulture, $"{models.Teacher!.Config.HiddenSize}, between student and teacher"));
    }

    /// <summary>Trains the wider student and starts the student proper from it.</summary>
    /// <param name="setup">Models and text.</param>
    /// <param name="options">The options of the wider student's training.</param>
    /// <param name="progress">Follows it.</param>
    /// <param name="checkpoints">Where its checkpoints go.</param>
    /// <param name="cancellation">Ends it after a step, with a checkpoint.</param>
    public static Student Train(
        DistillationSetup setup, DistillationOptions options, ITrainingProgress progress, string checkpoints, CancellationToken cancellation)
    {
        var (task, teacher, map) = (setup.Models.Task, setup.Models.Teacher!, setup.Map(options)!);
        var size = ModelSize.Parse(options.Size);
        progress.Note(string.Create(CultureInfo.InvariantCulture, $"first a student of width {size.HiddenSize}, with {options.Pieces} pieces"));
        var outer = setup.Start(options, teacher, size.Resize(setup.Models.Student.Config), map);
        using var wide = Student.From(task, outer, teacher.Config, map);
        new DistillationTraining(setup, options, wide, progress) { IsFollowed = true }.Run(checkpoints, cancellation);
        var each = LayerMap.LowestAndLast(size.Layers, size.Layers);
        return wide.Narrow(task, outer, setup.Start(options, wide.Network, setup.Models.Student.Config, each), teacher.Config, map);
    }
}
