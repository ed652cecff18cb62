using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>
/// Starts a student from its fine-tuned teacher. The student's residual stream is the teacher's at some coordinates S, so that every
/// LayerNorm and embedding is kept as it is; what was dropped is restored by regression inside each matrix that reads the stream. No
/// gradient is taken. A student of the teacher's own size computes what its teacher computes. H teacher's width, S kept coordinates.
/// </summary>
internal sealed class StudentInitialization : IHeadStart
{
    private const string Pooler = "bert.pooler.dense";

    private readonly Dictionary<string, WeightTensor> _teacher;
    private readonly BertConfig _teacherConfig;
    private readonly ITask _task;
    private readonly TeacherStatistics _statistics;
    private readonly StartOptions _options;
    private readonly int[] _kept;
    private readonly Dictionary<string, WeightTensor> _weights = new(StringComparer.Ordinal);
    private readonly List<int[]> _heads = [];
    private readonly List<int[]> _neurons = [];
    private Dictionary<string, WeightTensor>? _fresh;

    private StudentInitialization(BertTaskModel teacher, TeacherStatistics statistics, StartOptions options)
    {
        _teacher = teacher.ToWeights().ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        (_teacherConfig, _task, _statistics, _options) = (teacher.Config, teacher.Task, statistics, options);
        _kept = ChooseCoordinates();
    }

    private ModelSize Size => _options.Size;

    private BertConfig StudentConfig => _options.Student ?? Size.Resize(_teacherConfig);

    /// <summary>Computes the student.</summary>
    /// <param name="teacher">The fine-tuned teacher.</param>
    /// <param name="text">Batches of the text the statistics are taken from; about 12,000 pieces.</param>
    /// <param name="options">What the start is asked to be.</param>
    /// <exception cref="InvalidInputException">The student is wider than its teacher.</exception>
    public static StudentStart Run(BertTaskModel teacher, IEnumerable<TokenBatch> text, StartOptions options)
    {
        if (options.Size.HiddenSize > teacher.Config.HiddenSize)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"a student of width {options.Size.HiddenSize} cannot start from a teacher of width {teacher.Config.HiddenSize}: "
                + $"expected at most {teacher.Config.HiddenSize}, or initialization random");
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var statistics = TeacherStatistics.Collect(teacher, text, options.Map, options.UseBFloat16);
        return new StudentInitialization(teacher, statistics, options).Build();
    }

    BertConfig IHeadStart.Teacher => _teacherConfig;

    BertConfig IHeadStart.Student => StudentConfig;

    void IHeadStart.Lift(string weight, string bias)
    {
        using var scope = NewDisposeScope();
        var (lifted, offset) = TopLift().Apply(Teacher(weight), Teacher(bias));
        Add(weight, lifted);
        Add(bias, offset);
    }

    // The pooler is a feed-forward block that reads the first position: its tanh units are chosen as neurons are, by what the reader needs.
    void IHeadStart.LiftPooler(string reader)
    {
        using var scope = NewDisposeScope();
        var teacher = new FeedForwardWeights(
            Teacher($"{Pooler}.weight"), Teacher($"{Pooler}.bias"), Teacher($"{reader}.weight"), Teacher($"{reader}.bias"));
        var outputs = Enumerable.Range(0, (int)teacher.Outer.shape[0]).ToArray();           // all K of them
        var compression = new FeedForwardCompression(Size.HiddenSize, _options.Restores, _options.Seed);
        var student = compression.Compress(teacher, TopLift(), outputs, _statistics.Pooled!);
        AddLinear(Pooler, student.Inner, student.InnerBias);
        AddLinear(reader, student.Outer, student.OuterBias);
    }

    void IHeadStart.Copy(string parameter) => _weights.Add(parameter, _teacher[parameter]);

    void IHeadStart.Begin(string parameter)
    {
        _fresh ??= FreshHead();
        _weights.Add(parameter, _fresh[parameter]);
    }

    private Dictionary<string, WeightTensor> FreshHead()
    {
        using var scope = NewDisposeScope();
        using var fresh = BertTaskModel.Create(_task, StudentConfig, _options.Seed);
        return fresh.ToWeights().Where(weight => !weight.Name.StartsWith(BertTaskModel.EncoderPrefix, StringComparison.Ordinal))
            .ToDictionary(weight => weight.Name, StringComparer.Ordinal);
    }

    private StudentStart Build()
    {
        AddEmbeddings();
        for (var layer = 1; layer <= Size.Layers; layer++) AddLayer(layer, _options.Map[layer]);
        TaskParts.Of<ITrainingTask>(_task).StartHead(this);
        var projections = Enumerable.Range(0, Size.Layers + 1).Select(Projection);
        return new StudentStart(StudentConfig, _weights, [.. projections], _heads)
        {
            Coordinates = _kept,
            Neurons = _neurons,
        };
    }

    // C = sum of cov(X)/trace(cov(X)) over all hidden and middle states, so that every level counts the same.
    private int[] ChooseCoordinates()
    {
        using var scope = NewDisposeScope();
        var sum = zeros(_teacherConfig.HiddenSize, _teacherConfig.HiddenSize, dtype: ScalarType.Float64);
        foreach (var moments in _statistics.Hidden.Concat(_statistics.Middle))
        {
            var covariance = moments.Covariance();
            sum.Accumulate(covariance / covariance.trace());
        }
        return PivotedCholesky.Choose(sum, Size.HiddenSize);
    }

    // A table's rows are written to the stream: their kept coordinates.
    private void AddEmbeddings()
    {
        foreach (var table in new[] { "word_embeddings", "position_embeddings", "token_type_embeddings" })
            Add($"bert.embeddings.{table}.weight", Teacher($"bert.embeddings.{table}.weight").index_select(1, Kept));      // [V,H] to [V,S]
        AddNorm("bert.embeddings.LayerNorm", "bert.embeddings.LayerNorm");
    }

    private void AddLayer(int student, int teacher)
    {
        using var scope = NewDisposeScope();
        var (from, to) = ($"bert.encoder.layer.{teacher - 1}", $"bert.encoder.layer.{student - 1}");
        AddAttention(from, to, _statistics.Hidden[teacher - 1], _options.Seed + student);
        AddNorm($"{from}.attention.output.LayerNorm", $"{to}.attention.output.LayerNorm");
        AddFeedForward(from, to, teacher);
        AddNorm($"{from}.output.LayerNorm", $"{to}.output.LayerNorm");
    }

    private void AddAttention(string from, string to, SecondMoments input, int seed)
    {
        var teacher = new AttentionWeights(
            Teacher($"{from}.attention.self.query.weight"), Teacher($"{from}.attention.self.query.bias"),
            Teacher($"{from}.attention.self.key.weight"), Teacher($"{from}.attention.self.key.bias"),
            Teacher($"{from}.attention.self.value.weight"), Teacher($"{from}.attention.self.value.bias"),
            Teacher($"{from}.attention.output.dense.weight"), Teacher($"{from}.attention.output.dense.bias"));
        var compression = new AttentionCompression(_teacherConfig.Heads, Size.Heads, Size.HiddenSize / Size.Heads, seed);
        var (mean, metric) = Metric(input);
        var (student, heads) = compression.Compress(teacher, LiftOf(input), _kept, mean, metric);
        AddLinear($"{to}.attention.self.query", student.Query, student.QueryBias);
        AddLinear($"{to}.attention.self.key", student.Key, student.KeyBias);
        AddLinear($"{to}.attention.self.value", student.Value, student.ValueBias);
        AddLinear($"{to}.attention.output.dense", student.Output, student.OutputBias);
        _heads.Add(heads);
    }

    private void AddFeedForward(string from, string to, int teacherLayer)
    {
        var teacher = new FeedForwardWeights(
            Teacher($"{from}.intermediate.dense.weight"), Teacher($"{from}.intermediate.dense.bias"),
            Teacher($"{from}.output.dense.weight"), Teacher($"{from}.output.dense.bias"));
        var compression = new FeedForwardCompression(Size.IntermediateSize, _options.Restores, _options.Seed + teacherLayer);
        var (input, neurons) = (LiftOf(_statistics.Middle[teacherLayer - 1]), _statistics.Activations[teacherLayer]);
        var student = compression.Compress(teacher, input, _kept, neurons);
        _neurons.Add(student.Neurons);
        AddLinear($"{to}.intermediate.dense", student.Inner, student.InnerBias);
        AddLinear($"{to}.output.dense", student.Outer, student.OuterBias);
    }

    // LayerNorm works on each coordinate by itself once mean and variance are known; those of the kept ones stand for those of all.
    private void AddNorm(string from, string to) =>
        AddLinear(to, Teacher($"{from}.weight").index_select(0, Kept), Teacher($"{from}.bias").index_select(0, Kept));

    // The regression that restores a level's states is where its projection to the teacher's width starts.
    private (WeightTensor Weight, WeightTensor Bias) Projection(int level)
    {
        using var scope = NewDisposeScope();
        var lift = LiftOf(_statistics.Hidden[_options.Map[level]]);
        return (ToWeight("weight", lift.Matrix), ToWeight("bias", lift.Offset));
    }

    private Lift TopLift() => LiftOf(_statistics.Hidden[_teacherConfig.Layers]);

    private Lift LiftOf(SecondMoments moments) =>
        _options.Restores ? Lift.Fit(moments, _kept) : Lift.Dropping(_teacherConfig.HiddenSize, _kept);

    // E[x_S] and E[x_S x_S'], or what stands for them where no statistics shall be used.
    private (Tensor Mean, Tensor Metric) Metric(SecondMoments input) => _options.Restores
        ? (input.Mean().index_select(0, Kept), input.Second().index_select(0, Kept).index_select(1, Kept))
        : (zeros(_kept.Length, dtype: ScalarType.Float64), eye(_kept.Length, dtype: ScalarType.Float64));

    private Tensor Kept => Coordinates.ToTensor(_kept);

    private Tensor Teacher(string name) => tensor(_teacher[name].Values, _teacher[name].Shape).to_type(ScalarType.Float64);

    private void AddLinear(string name, Tensor weight, Tensor bias)
    {
        Add($"{name}.weight", weight);
        Add($"{name}.bias", bias);
    }

    private void Add(string name, Tensor value) => _weights.Add(name, ToWeight(name, value));

    private static WeightTensor ToWeight(string name, Tensor value)
    {
        using var single = value.to_type(ScalarType.Float32).contiguous();
        return new WeightTensor(name, single.shape, single.data<float>().ToArray());
    }
}
