using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

/// <summary>Teachers whose labels are those of every scheme, with the special labels that some taggers carry.</summary>
public sealed class SchemeTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    public static TheoryData<TagScheme, DistillationVariant> Variants => new(
        from scheme in CityTeacher.Schemes from variant in Enum.GetValues<DistillationVariant>() select (scheme, variant));

    public static TheoryData<TagScheme> Schemes => [.. CityTeacher.Schemes];

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryVariantTrainsAStudentWhoseBundleGivesTheLogsScore(TagScheme scheme, DistillationVariant variant)
    {
        var folder = teacher.InScheme(scheme);
        var options = teacher.Options() with { Teacher = folder, Scheme = scheme, Variant = variant, Pieces = 600 };
        var result = DistillationRun.Run(options, new TrainingContext());
        var bundle = Bundle.Open(options.Out);
        Assert.Equal(scheme, bundle.Settings.Scheme);
        Assert.Equal(Bundle.Open(folder).Config.Labels, bundle.Config.Labels);
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
        // Their labels look like those of other schemes.
        if (scheme is not (TagScheme.Iob1 or TagScheme.Ioe1 or TagScheme.Bieo)) BundleScore.AssertEqual(result.TeacherScore!, BundleScore.Measure(folder, teacher.Dev));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void AStudentLearnsFromLabelsInItsTeachersScheme(TagScheme scheme)
    {
        var options = teacher.Options() with
        {
            Teacher = teacher.InScheme(scheme),
            Scheme = scheme,
            Train = teacher.TrainIn(TagScheme.Bio),
            Variant = DistillationVariant.LabelsOnly,
            Initialization = InitializationKind.Random,
            LearningRate = 0.02,
            Pieces = 6000,
        };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.True(result.Final.Score.Value > 0.4, $"dev F1 {result.Final.Score.Value}");
    }

    [Fact]
    public void LabelsForSpecialPositionsAreKeptAndNeverPredicted()
    {
        var folder = teacher.InScheme(TagScheme.Bio, "[PAD]", "X");
        var options = teacher.Options() with { Teacher = folder, EntityWeight = 3, PreferEntities = true };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.Equal(["O", "B-CITY", "I-CITY", "[PAD]", "X"], Bundle.Open(options.Out).Config.Labels);
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
        Assert.True(result.Final.Score.Value > 0.5 * result.TeacherScore!.Value,
            $"student {result.Final.Score.Value}, teacher {result.TeacherScore.Value}");
    }

    [Fact]
    public void ATeacherWhoseLabelsWereNeverSavedIsToldThem()
    {
        var named = Bundle.Open(teacher.InScheme(TagScheme.Bilou));
        var unnamed = teacher.File("unnamed");
        Directory.CreateDirectory(unnamed);
        foreach (var file in Directory.GetFiles(named.Folder)) File.Copy(file, Path.Combine(unnamed, Path.GetFileName(file)));
        (named.Config with { Labels = [.. named.Config.Labels.Select((_, id) => $"LABEL_{id}")] }).Save(unnamed, named.Task.Architecture);
        var options = teacher.Options() with { Teacher = unnamed, Labels = named.Config.Labels, Pieces = 300 };
        var result = DistillationRun.Run(options, new TrainingContext());
        BundleScore.AssertEqual(BundleScore.Measure(named.Folder, teacher.Dev), result.TeacherScore!);
        Assert.Equal(named.Config.Labels, Bundle.Open(options.Out).Config.Labels);
    }

    // What the options say wins over what the teacher's bundle says, and the bundle tells it on.
    [Fact]
    public void AStudentKeepsItsTeachersDecoderUnlessTheOptionsSayOtherwise()
    {
        DecodeMode? Decoder(string folder, DecodeMode? asked)
        {
            var options = teacher.Options() with { Teacher = folder, Decoder = asked, Pieces = 200 };
            DistillationRun.Run(options, new RecordingProgress().Context);
            return Bundle.Open(options.Out).Settings.Decoder;
        }

        var folder = teacher.InScheme(TagScheme.Bmes);
        var config = Bundle.Open(folder).Config;
        new BundleSettings { Decoder = DecodeMode.Argmax }.ApplyTo(config).Save(folder, config.Architecture!);
        Assert.Equal(DecodeMode.Argmax, Decoder(folder, null));
        Assert.Equal(DecodeMode.Viterbi, Decoder(folder, DecodeMode.Viterbi));
    }
}
