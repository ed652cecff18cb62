using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>The models a distillation begins with. They share one vocabulary and one list of labels.</summary>
/// <param name="Tokenizer">The tokenizer of all of them.</param>
/// <param name="Labels">Their labels, in the order of the logits.</param>
internal sealed record DistillationModels(BertTokenizer Tokenizer, LabelSet Labels) : IDisposable
{
    /// <summary>The fine-tuned teacher, or null with soft labels alone.</summary>
    public BertTaggerModel? Teacher { get; private init; }

    /// <summary>The teacher of general stages, or null: then <see cref="Teacher"/>.</summary>
    public BertTaggerModel? GeneralTeacher { get; private init; }

    /// <summary>The sizes of the given student, or null.</summary>
    public BertConfig? GivenStudent { get; private init; }

    /// <summary>Opens the folders that the options name.</summary>
    /// <exception cref="InvalidInputException">A folder is no tagger, or its vocabulary or labels are not the first one's.</exception>
    public static DistillationModels Open(DistillationOptions options)
    {
        var student = options.GivenStudent is null ? null : Bundle.Open(options.GivenStudent);
        if (options.Teacher is null) return new DistillationModels(student!.Tokenizer, student.Labels) { GivenStudent = student.Config };

        var teacher = Bundle.Open(options.Teacher);
        if (student is not null)
        {
            RequireSameVocabulary(student.Folder, student.Tokenizer, teacher.Tokenizer);
            RequireSameLabels(student, teacher.Labels);
        }
        return new DistillationModels(teacher.Tokenizer, teacher.Labels)
        {
            Teacher = LoadTagger(teacher.Folder, teacher.Config),
            GeneralTeacher = options.GeneralTeacher is null ? null : OpenGeneralTeacher(options.GeneralTeacher, teacher),
            GivenStudent = student?.Config,
        };
    }

    /// <summary>Reads a tagger with its head.</summary>
    /// <exception cref="InvalidInputException">The weights are absent or do not fit the config.</exception>
    public static BertTaggerModel LoadTagger(string folder, BertConfig config)
    {
        var model = BertTaggerModel.Create(config, 0);
        model.LoadWeights(BertWeights.Load(folder, config, BertHead.TokenClassification));
        return model;
    }

    /// <summary>Sets what the teachers' matrix products are computed in.</summary>
    public void UseBFloat16(bool use)
    {
        if (Teacher is not null) Teacher.Encoder.UseBFloat16 = use;
        if (GeneralTeacher is not null) GeneralTeacher.Encoder.UseBFloat16 = use;
    }

    public void Dispose()
    {
        Teacher?.Dispose();
        GeneralTeacher?.Dispose();
    }

    private static BertTaggerModel OpenGeneralTeacher(string folder, Bundle teacher)
    {
        var config = BertConfig.Load(folder);
        RequireSameVocabulary(folder, BertTokenizer.Load(folder), teacher.Tokenizer);
        if (StudentSize.Of(config) != StudentSize.Of(teacher.Config))
        {
            throw new InvalidInputException(InputKind.Model, folder,
                $"the general teacher has {StudentSize.Of(config)}; expected the sizes of the fine-tuned one, {StudentSize.Of(teacher.Config)}");
        }
        var model = BertTaggerModel.Create(config with { Labels = teacher.Config.Labels }, 0);
        model.LoadEncoderWeights(BertWeights.Load(folder, config, BertHead.None));
        return model;
    }

    private static void RequireSameLabels(Bundle student, LabelSet labels)
    {
        if (student.Labels.Labels.SequenceEqual(labels.Labels)) return;
        throw new InvalidInputException(InputKind.Model, student.Folder, "teacher and student must share their labels in one order: the student has "
            + $"{string.Join(", ", student.Labels.Labels)}; the teacher has {string.Join(", ", labels.Labels)}");
    }

    private static void RequireSameVocabulary(string folder, BertTokenizer tokenizer, BertTokenizer teachers)
    {
        if (tokenizer.Options with { MaxLength = null } != teachers.Options with { MaxLength = null })
            throw new InvalidInputException(InputKind.Model, folder, $"teacher and student must split text alike: here {tokenizer.Options}, the teacher {teachers.Options}");
        var (mine, theirs) = (tokenizer.Vocabulary.Pieces, teachers.Vocabulary.Pieces);
        if (mine.SequenceEqual(theirs)) return;
        var place = mine.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count();
        string At(IReadOnlyList<string> pieces) => place < pieces.Count ? $"'{pieces[place]}'" : "absent";
        throw new InvalidInputException(InputKind.Model, folder, string.Create(CultureInfo.InvariantCulture,
            $"teacher and student must share a vocabulary: piece {place} is {At(mine)} here and {At(theirs)} in the teacher's"));
    }
}
