using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>The models a distillation begins with. They share one task, one vocabulary and one list of labels.</summary>
/// <param name="Student">What the student will be but for its weights, as its bundle will say.</param>
internal sealed record DistillationModels(ITaskModel Student) : IDisposable
{
    /// <summary>The fine-tuned teacher as its own bundle has it, or null with soft labels alone.</summary>
    public ITaskModel? TeacherModel { get; private init; }

    /// <summary>The teacher's network, or null with soft labels alone.</summary>
    public BertTaskModel? Teacher { get; private init; }

    /// <summary>The networks of further teachers; their labels and vocabulary are the first one's.</summary>
    public IReadOnlyList<BertTaskModel> MoreTeachers { get; private init; } = [];

    /// <summary>The further teachers as their own bundles have them.</summary>
    public IReadOnlyList<ITaskModel> MoreTeacherModels { get; private init; } = [];

    /// <summary>The teacher of general stages, or null: then <see cref="Teacher"/>.</summary>
    public BertTaskModel? GeneralTeacher { get; private init; }

    /// <summary>Folder of the weights that the student starts from instead of its teacher, or null.</summary>
    public string? StartFolder { get; private init; }

    /// <summary>The soft labels, where they had to be read to know the student's labels.</summary>
    public ISoftLabels? SoftLabels { get; private init; }

    /// <summary>What both are for.</summary>
    public ITask Task => Student.Task;

    /// <summary>Opens the folders that the options name.</summary>
    /// <exception cref="InvalidInputException">
    /// A folder is no such model, or its task, vocabulary or labels are not the first one's.
    /// </exception>
    public static DistillationModels Open(DistillationOptions options, ITrainingProgress progress)
    {
        Bundle? Given(string? folder, IReadOnlyList<string>? labels) =>
            folder is null ? null : Bundle.Open(folder, Overrides(options, labels), progress);
        var (teacher, student) = (Given(options.Teacher, options.Labels), Given(options.GivenStudent, null));
        if (teacher is not null)
            return WithTeacher(options, teacher, [.. (options.MoreTeachers ?? []).Select(folder => Given(folder, options.Labels)!)], student);
        if (student is null) return Alone(options, progress);
        return new DistillationModels(Bind(options, student.Model)) { StartFolder = student.Folder };
    }

    /// <summary>The student's network with the weights of <see cref="StartFolder"/>, or with random ones.</summary>
    /// <exception cref="InvalidInputException">The weights are absent or do not fit the config.</exception>
    public BertTaskModel StartNetwork(int seed)
    {
        var network = BertTaskModel.Create(Task, Student.Config, seed);
        if (StartFolder is null) return network;
        // A head of the same form for the very same labels is kept and trained on; any other is replaced.
        var source = BertConfig.Load(StartFolder);
        var hasHead = source.Labels.SequenceEqual(Student.Config.Labels) && TaskList.Of(source).Name == Task.Name
            && BertTensors.HaveOneForm(Task.Head(source), Task.Head(Student.Config));
        var weights = BertWeights.Load(StartFolder, Student.Config, hasHead ? Task.Head(Student.Config) : null);
        if (hasHead) network.LoadWeights(weights);
        else network.LoadEncoderWeights(weights);
        return network;
    }

    public void Dispose()
    {
        Teacher?.Dispose();
        GeneralTeacher?.Dispose();
        foreach (var further in MoreTeachers) further.Dispose();
    }

    private static BundleOverrides Overrides(DistillationOptions options, IReadOnlyList<string>? labels) =>
        new()
        {
            Labels = labels,
            Settings = new BundleSettings { Scheme = options.Scheme },
            Task = options.Task is null ? null : TaskList.Find(options.Task),
        };

    private static DistillationModels WithTeacher(DistillationOptions options, Bundle teacher, Bundle[] further, Bundle? given)
    {
        foreach (var other in given is null ? further : [given, .. further])
        {
            RequireSameVocabulary(other.Folder, other.Tokenizer, teacher.Tokenizer);
            RequireSameLabels(other, teacher);
        }
        if (further.Length > 0 && further.Prepend(teacher).FirstOrDefault(one => one.Task.BesideGraph(one.Config).Any()) is { } pathwise)
        {
            throw new InvalidInputException(InputKind.Model, pathwise.Folder,
                "several teachers teach by the mean of their distributions of single words, which a head with a CRF does not give");
        }
        var config = given?.Config ?? ModelSize.Parse(options.Size).Resize(teacher.Config);
        var general = options.GeneralTeacher is null ? null : ReadGeneralTeacher(options.GeneralTeacher, teacher);
        var (network, others) = (BertTaskModel.Load(teacher.Task, teacher.Config, teacher.LoadWeights()), new List<BertTaskModel>());
        try
        {
            foreach (var other in further) others.Add(BertTaskModel.Load(other.Task, other.Config, other.LoadWeights()));
            var positions = further.Prepend(teacher).Min(one => one.Config.MaxPositions);
            ThrowIfLonger(options, teacher.Folder, positions);
            var within = options with { Window = Math.Min(options.Window ?? Math.Min(FineTuningOptions.UsualWindow, teacher.Settings.Window ?? FineTuningOptions.UsualWindow), positions) };
            // The window is the student's own, which may take less than its teacher; so is the head of a student that is given.
            var ofHead = given?.Settings ?? teacher.Settings;
            var settings = teacher.Settings with
            {
                Window = null,
                Head = ofHead.Head,
                LstmUnits = ofHead.LstmUnits,
                DenseUnits = ofHead.DenseUnits,
                Constraint = ofHead.Constraint,
            };
            return new DistillationModels(Bind(within, teacher.Task.Bind(config, teacher.Tokenizer, settings)))
            {
                TeacherModel = teacher.Model,
                Teacher = network,
                GeneralTeacher = general is null ? null : CreateGeneralTeacher(general, teacher),
                StartFolder = given?.Folder,
                MoreTeachers = others,
                MoreTeacherModels = [.. further.Select(other => other.Model)],
            };
        }
        catch
        {
            network.Dispose();
            foreach (var other in others) other.Dispose();
            throw;
        }
    }

    // Without a teacher: the labels are those of the training file where it has all that the soft labels name, else those of the soft
    // labels.
    private static DistillationModels Alone(DistillationOptions options, ITrainingProgress progress)
    {
        var task = TaskList.Find(options.Task);
        var soft = task.ReadSoftLabels(options.SoftLabels!);
        var train = string.IsNullOrEmpty(options.Train) ? null : task.Read(options.Train, options.Data);
        var takesTrain = train is not null && !soft.Labels.Except(train.Labels, StringComparer.Ordinal).Any();
        var settings = takesTrain ? train!.Complete(new BundleSettings()) : soft.Complete(new BundleSettings { Scheme = options.Scheme });
        var folder = options.Model ?? options.Tokenizer!;
        var tokenizer = BertTokenizer.Load(folder, progress);
        var source = options.Model is null ? ModelSize.Parse(options.Size).NewConfig(tokenizer.Vocabulary.Count, tokenizer.Vocabulary.PadId) : BertConfig.Load(folder);
        Bundle.ThrowIfLarger(folder, tokenizer, source);
        ThrowIfLonger(options, folder, source.MaxPositions);
        var config = source with { Labels = takesTrain ? train!.Labels : soft.Labels, Architecture = task.Architecture };
        try
        {
            var student = Bind(options, task.Bind(config, tokenizer, settings));
            return new DistillationModels(student) { StartFolder = options.Model, SoftLabels = soft };
        }
        catch (InvalidInputException e) when (e.File is null && e.Kind == InputKind.Model)
        {
            throw new InvalidInputException(InputKind.Data, takesTrain ? options.Train : options.SoftLabels, e.Message, inner: e);
        }
    }

    // The same model, but with the window and the decoder that the options ask for.
    private static ITaskModel Bind(DistillationOptions options, ITaskModel model)
    {
        var (window, decoder) = (Math.Min(options.Window ?? FineTuningOptions.UsualWindow, model.Config.MaxPositions), options.Decoder ?? model.Settings.Decoder);
        var head = options.Head is { } name ? HeadNames.Find(name) : model.Settings.Head;
        var settings = model.Settings with { Window = window, Decoder = decoder, Head = head, Temperature = null, FrozenEncoder = null };
        return model.Task.Bind(model.Config, model.Tokenizer, settings);
    }

    private static void ThrowIfLonger(DistillationOptions options, string? folder, int positions)
    {
        if (options.Window > positions)
            throw new InvalidInputException(InputKind.Configuration, folder, $"window: {options.Window}; the model has {positions} positions");
    }

    private static BertWeights ReadGeneralTeacher(string folder, Bundle teacher)
    {
        var config = BertConfig.Load(folder);
        RequireSameVocabulary(folder, BertTokenizer.Load(folder), teacher.Tokenizer);
        if (ModelSize.Of(config) != ModelSize.Of(teacher.Config))
        {
            throw new InvalidInputException(InputKind.Model, folder,
                $"the general teacher has {ModelSize.Of(config)}; expected those of the fine-tuned one, {ModelSize.Of(teacher.Config)}");
        }
        return BertWeights.Load(folder, config);
    }

    private static BertTaskModel CreateGeneralTeacher(BertWeights weights, Bundle teacher)
    {
        var network = BertTaskModel.Create(teacher.Task, weights.Config with { Labels = teacher.Config.Labels }, seed: 0);
        network.LoadEncoderWeights(weights);
        return network;
    }

    private static void RequireSameLabels(Bundle other, Bundle teacher)
    {
        InvalidInputException Refuse(string message) => new(InputKind.Model, other.Folder, message);
        if (other.Task.Name != teacher.Task.Name) throw Refuse($"is for {other.Task.Name}, the teacher for {teacher.Task.Name}");
        if (other.Config.Labels.SequenceEqual(teacher.Config.Labels)) return;
        throw Refuse("teachers and student must share their labels in one order: "
            + $"here {string.Join(", ", other.Config.Labels)}; the teacher has {string.Join(", ", teacher.Config.Labels)}");
    }

    private static void RequireSameVocabulary(string folder, BertTokenizer tokenizer, BertTokenizer teachers)
    {
        if (tokenizer.Options with { MaxLength = null } != teachers.Options with { MaxLength = null })
        {
            throw new InvalidInputException(InputKind.Model, folder,
                $"teacher and student must split text alike: here {tokenizer.Options}, the teacher {teachers.Options}");
        }
        var (mine, theirs) = (tokenizer.Vocabulary.Pieces, teachers.Vocabulary.Pieces);
        if (mine.SequenceEqual(theirs)) return;
        var place = mine.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count();
        string At(IReadOnlyList<string> pieces) => place < pieces.Count ? $"'{pieces[place]}'" : "absent";
        throw new InvalidInputException(InputKind.Model, folder, string.Create(CultureInfo.InvariantCulture,
            $"teacher and student must share a vocabulary: piece {place} is {At(mine)} here and {At(theirs)} in the teacher's"));
    }
}
