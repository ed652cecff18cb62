using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>
/// Starts a student from its fine-tuned teacher. The student's residual stream is the teacher's at some coordinates S, so that every
/// LayerNorm and embedding is kept as it is; what was dropped is restored by regression inside each matrix that reads the stream. No
/// gradient is taken. A student of the teacher's own size computes what its teacher computes.
/// </summary>
internal sealed class StudentInitialization
{
    private readonly Dictionary<string, WeightTensor> _teacher;
    private readonly BertConfig _teacherConfig;
    private readonly TeacherStatistics _statistics;
    private readonly StudentSize _size;
    private readonly LayerMap _map;
    private readonly bool _restores;
    private readonly int _seed;
    private readonly int[] _kept;
    private readonly Dictionary<string, WeightTensor> _weights = new(StringComparer.Ordinal);
    private readonly List<int[]> _heads = [];

    private StudentInitialization(BertTaggerModel teacher, TeacherStatistics statistics, StudentSize size, LayerMap map, bool restores, int seed)
    {
        _teacher = teacher.ToWeights().ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        (_teacherConfig, _statistics, _size, _map, _restores, _seed) = (teacher.Config, statistics, size, map, restores, seed);
        _kept = ChooseCoordinates();
    }

    /// <summary>Computes the student.</summary>
    /// <param name="teacher">The fine-tuned teacher.</param>
    /// <param name="text">Batches of the text the statistics are taken from; about 12,000 pieces.</param>
    /// <param name="size">The student's sizes.</param>
    /// <param name="map">The teacher layer of each student layer.</param>
    /// <param name="restores">False for plain selection: nothing is restored and no statistics but the choice of coordinates and neurons are used.</param>
    /// <param name="seed">Of the numbers that the teacher has nothing for.</param>
    /// <exception cref="InvalidInputException">The student is wider than its teacher.</exception>
    public static StudentStart Run(BertTaggerModel teacher, IEnumerable<TokenBatch> text, StudentSize size, LayerMap map, bool restores, int seed)
    {
        if (size.HiddenSize > teacher.Config.HiddenSize)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"a student of width {size.HiddenSize} cannot start from a teacher of width {teacher.Config.HiddenSize}: "
                + $"expected at most {teacher.Config.HiddenSize}, or initialization random");
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var statistics = TeacherStatistics.Collect(teacher, text, map);
        return new StudentInitialization(teacher, statistics, size, map, restores, seed).Build();
    }

    private StudentStart Build()
    {
        AddEmbeddings();
        for (var layer = 1; layer <= _size.Layers; layer++) AddLayer(layer, _map[layer]);
        var (weight, bias) = LiftOf(_statistics.Hidden[_teacherConfig.Layers]).Apply(Teacher("classifier.weight"), Teacher("classifier.bias"));
        Add("classifier.weight", weight);
        Add("classifier.bias", bias);
        return new StudentStart(_size.Resize(_teacherConfig), _weights, [.. Enumerable.Range(0, _size.Layers + 1).Select(Projection)], _heads);
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
        return PivotedCholesky.Choose(sum, _size.HiddenSize);
    }

    private void AddEmbeddings()
    {
        foreach (var table in new[] { "word_embeddings", "position_embeddings", "token_type_embeddings" })
            Add($"bert.embeddings.{table}.weight", Teacher($"bert.embeddings.{table}.weight").index_select(1, Kept));
        AddNorm("bert.embeddings.LayerNorm", "bert.embeddings.LayerNorm");
    }

    private void AddLayer(int student, int teacher)
    {
        using var scope = NewDisposeScope();
        var (from, to) = ($"bert.encoder.layer.{teacher - 1}", $"bert.encoder.layer.{student - 1}");
        AddAttention(from, to, _statistics.Hidden[teacher - 1], _seed + student);
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
        var compression = new AttentionCompression(_teacherConfig.Heads, _size.Heads, _size.HiddenSize / _size.Heads, seed);
        var (mean, metric) = Metric(input);
        var (student, heads) = compression.Compress(teacher, LiftOf(input), _kept, mean, metric);
        Add($"{to}.attention.self.query.weight", student.Query);
        Add($"{to}.attention.self.query.bias", student.QueryBias);
        Add($"{to}.attention.self.key.weight", student.Key);
        Add($"{to}.attention.self.key.bias", student.KeyBias);
        Add($"{to}.attention.self.value.weight", student.Value);
        Add($"{to}.attention.self.value.bias", student.ValueBias);
        Add($"{to}.attention.output.dense.weight", student.Output);
        Add($"{to}.attention.output.dense.bias", student.OutputBias);
        _heads.Add(heads);
    }

    private void AddFeedForward(string from, string to, int teacherLayer)
    {
        var teacher = new FeedForwardWeights(
            Teacher($"{from}.intermediate.dense.weight"), Teacher($"{from}.intermediate.dense.bias"),
            Teacher($"{from}.output.dense.weight"), Teacher($"{from}.output.dense.bias"));
        var compression = new FeedForwardCompression(_size.IntermediateSize, _restores, _seed + teacherLayer);
        var student = compression.Compress(teacher, LiftOf(_statistics.Middle[teacherLayer - 1]), _kept, _statistics.Activations[teacherLayer]);
        Add($"{to}.intermediate.dense.weight", student.Inner);
        Add($"{to}.intermediate.dense.bias", student.InnerBias);
        Add($"{to}.output.dense.weight", student.Outer);
        Add($"{to}.output.dense.bias", student.OuterBias);
    }

    private void AddNorm(string from, string to)
    {
        Add($"{to}.weight", Teacher($"{from}.weight").index_select(0, Kept));
        Add($"{to}.bias", Teacher($"{from}.bias").index_select(0, Kept));
    }

    private (WeightTensor Weight, WeightTensor Bias) Projection(int level)
    {
        using var scope = NewDisposeScope();
        var lift = LiftOf(_statistics.Hidden[_map[level]]);
        return (ToWeight("weight", lift.Matrix), ToWeight("bias", lift.Offset));
    }

    private Lift LiftOf(SecondMoments moments) => _restores ? Lift.Fit(moments, _kept) : Lift.Dropping(_teacherConfig.HiddenSize, _kept);

    // E[x_S] and E[x_S x_S'], or what stands for them where no statistics shall be used.
    private (Tensor Mean, Tensor Metric) Metric(SecondMoments input) => _restores
        ? (input.Mean().index_select(0, Kept), input.Second().index_select(0, Kept).index_select(1, Kept))
        : (zeros(_kept.Length, dtype: ScalarType.Float64), eye(_kept.Length, dtype: ScalarType.Float64));

    private Tensor Kept => Coordinates.ToTensor(_kept);

    private Tensor Teacher(string name) => tensor(_teacher[name].Values, _teacher[name].Shape).to_type(ScalarType.Float64);

    private void Add(string name, Tensor value) => _weights.Add(name, ToWeight(name, value));

    private static WeightTensor ToWeight(string name, Tensor value)
    {
        using var single = value.to_type(ScalarType.Float32).contiguous();
        return new WeightTensor(name, single.shape, single.data<float>().ToArray());
    }
}
