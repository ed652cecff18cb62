using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Whether options make sense for the task at hand: what no option by itself can tell.</summary>
internal static class TaskFit
{
    /// <exception cref="InvalidInputException">They ask for what the task does not have.</exception>
    public static void Require(DistillationOptions options, DistillationModels models, IImitatedRows rows)
    {
        RequireFindings(options, models, rows);
        RequirePaths(options, models);
    }

    private static void RequirePaths(DistillationOptions options, DistillationModels models)
    {
        if (options.PredictionLoss != PredictionLoss.Structural) return;
        if (options.SoftLabels is not null)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                "predictionLoss structural compares whole paths of labels; soft labels have probabilities of single words alone");
        }
        if (models.Task.BesideGraph(models.Student.Config).Any()) return;
        throw new InvalidInputException(InputKind.Configuration, null,
            "predictionLoss structural compares whole paths of labels: the student needs a head with a CRF (head crf or lstm-crf)");
    }

    private static void RequireFindings(DistillationOptions options, DistillationModels models, IImitatedRows rows)
    {
        if (rows.TellsFindings || (options.EntityWeight is null or 0 && !options.PreferEntities)) return;
        throw new InvalidInputException(InputKind.Configuration, null,
            $"entityWeight and preferEntities are for tasks that look for something in a text; {models.Task.Name} has an answer for each");
    }
}
