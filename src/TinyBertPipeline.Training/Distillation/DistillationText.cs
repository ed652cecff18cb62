using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>What a student reads: training sentences, sentences that are made of them, and raw text.</summary>
/// <param name="options">The run's options.</param>
/// <param name="models">Teacher, tokenizer, labels.</param>
/// <param name="progress">Gets what was read, chosen and made.</param>
internal sealed class DistillationText(DistillationOptions options, DistillationModels models, ITrainingProgress progress)
{
    private RawWindows RawWindows => new(RawTextReader.FindFiles(options.Raw), models.Student.Tokenizer, models.Student.Settings.Window!.Value);

    /// <summary>
    /// The sentences of the training file, without those that are held out in place of a development file, and with swapped copies where
    /// they are wanted.
    /// </summary>
    /// <exception cref="InvalidInputException">A stage takes gold labels, and the teacher does not know one; or the task has nothing to swap.</exception>
    public IReadOnlyList<TaskExample> Training(ILabeledFile file)
    {
        var data = models.Student.Data(file);
        if (string.IsNullOrEmpty(options.Dev))
        {
            (data, var held) = HeldOutItems.Split(data, options.Seed);
            progress.Note(HeldOutItems.Describe(data, held, options.Seed));
        }
        ITaskData[] all = Swapped(data) is { } swapped ? [data, swapped] : [data];
        // Only a loss to gold labels takes labels that the teacher does not know amiss; to all others sentences are text.
        if (DistillationStages.TakeGold(options)) return [.. all.SelectMany(part => part.Examples())];
        foreach (var warning in data.Warnings) progress.Warn(warning);
        return [.. all.SelectMany(part => part.Items).SelectMany(item => item.Windows).Select(window => new TaskExample(window.Input))];
    }

    /// <summary>The raw text that is most like the training sentences, as much as the options' pieces take; empty where there is none.</summary>
    /// <param name="training">The training sentences.</param>
    /// <param name="rows">Tells in which windows the teacher finds something.</param>
    public IReadOnlyList<TaskExample> Raw(IReadOnlyList<TaskExample> training, IImitatedRows rows)
    {
        if (options.Raw.Count == 0 || options.SoftLabels is not null)
        {
            if (options.SoftLabels is not null) progress.Note("soft labels: no teacher for raw text, soft-labelled sentences only");
            return [];
        }
        var pieces = (long)Math.Ceiling(options.Pieces!.Value * (1 - options.TrainingShare));
        var ids = training.Select(example => example.Input.Ids);
        var chosen = options.PreferEntities
            ? new EntityPreference(models.Teacher!, rows, models.Student.Tokenizer.Vocabulary.PadId, options.BatchPieces)
                .Choose(RawWindows.ChooseLike(ids, 2 * pieces).BestFirst(), pieces)
            : RawWindows.ChooseLike(ids, pieces).InOrder();
        Note($"raw text: {chosen.Count} windows with {chosen.Sum(window => (long)window.Length)} pieces, the most like the training text");
        return [.. chosen.Select(window => new TaskExample(new ModelInput(window)))];
    }

    /// <summary>The copies of training sentences with words of the raw text in them; none where they are not wanted.</summary>
    public IReadOnlyList<TaskExample> Replaced(IReadOnlyList<TaskExample> training)
    {
        if (options.ReplacedCopies is not > 0) return [];
        var words = new WordReplacement(models.Student.Tokenizer.Vocabulary, RawWindows.Read(), models.Student.Settings.Window!.Value);
        var random = new Random(options.Seed);
        TaskExample[] replaced =
        [
            .. Enumerable.Range(0, options.ReplacedCopies.Value).SelectMany(_ => training)
                .Select(example => words.Replace(example.Input, random)).OfType<ModelInput>().Select(input => new TaskExample(input)),
        ];
        Note($"{replaced.Length} sentences more with words replaced by some of the {words.Count} of the raw text");
        return replaced;
    }

    private ITaskData? Swapped(ITaskData data)
    {
        if (options.SwappedCopies is not > 0) return null;
        var swapped = data.Swapped(options.SwappedCopies.Value, options.Seed) ?? throw new InvalidInputException(InputKind.Configuration, null,
            $"swappedCopies: entities are swapped, and {models.Task.Name} has none");
        Note($"{swapped.Items.Count} sentences more with entities swapped for others of their type");
        return swapped;
    }

    private void Note(FormattableString text) => progress.Note(text.ToString(CultureInfo.InvariantCulture));
}
