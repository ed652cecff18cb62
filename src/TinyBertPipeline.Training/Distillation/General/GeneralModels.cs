using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Initialization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation.General;

/// <summary>Teacher and student of a general distillation. They are computed under the usual task's head, which is not written.</summary>
/// <param name="Teacher">The teacher.</param>
/// <param name="Tokenizer">The tokenizer of both.</param>
/// <param name="Size">The student's sizes.</param>
/// <param name="Map">The teacher layer of each student layer.</param>
internal sealed record GeneralModels(BertTaskModel Teacher, BertTokenizer Tokenizer, ModelSize Size, LayerMap Map) : IDisposable
{
    private static readonly string[] _noLabels = ["O"];

    /// <exception cref="InvalidInputException">The teacher's folder is no BERT, or the student does not fit it.</exception>
    public static GeneralModels Open(GeneralDistillationOptions options, IMessages messages)
    {
        var config = BertConfig.Load(options.Teacher);
        var tokenizer = BertTokenizer.Load(options.Teacher, messages);
        if (config.MaxPositions < options.Window)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"window: {options.Window}; the teacher has {config.MaxPositions} positions");
        }
        var size = ModelSize.Parse(options.Size);
        var map = options.Layers is { Count: > 0 } layers ? LayerMap.Explicit(layers, config.Layers, size.Layers)
            : options.LayerMap == LayerMapKind.Uniform ? LayerMap.Uniform(config.Layers, size.Layers)
            : LayerMap.LowestAndLast(config.Layers, size.Layers);
        var weights = BertWeights.Load(options.Teacher, config);
        var teacher = BertTaskModel.Create(Task(), config with { Labels = _noLabels }, seed: 0);
        teacher.LoadEncoderWeights(weights);
        return new GeneralModels(teacher, tokenizer, size, map);
    }

    /// <summary>The student at its start.</summary>
    /// <param name="options">How it starts.</param>
    /// <param name="text">Batches of text for the teacher's statistics.</param>
    /// <param name="useBFloat16">What matrix products are computed in.</param>
    public Student CreateStudent(GeneralDistillationOptions options, IEnumerable<TokenBatch> text, bool useBFloat16)
    {
        if (options.Initialization == InitializationKind.Random)
            return Student.Of(BertTaskModel.Create(Task(), Size.Resize(Teacher.Config), options.Seed), Teacher.Config, options.Seed);
        var start = StudentInitialization.Run(Teacher, text, new StartOptions(Size, Map)
        {
            Restores = options.Initialization == InitializationKind.Recipe,
            Seed = options.Seed,
            UseBFloat16 = useBFloat16,
        });
        return Student.From(Task(), start, Teacher.Config, Map);
    }

    public void Dispose() => Teacher.Dispose();

    private static ITask Task() => TaskList.Find(null);
}
