using Google.Protobuf;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Onnx.Verification;
using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests.Graphs;

/// <summary>A network of embeddings, an LSTM in both directions and a linear layer, with random weights.</summary>
internal sealed class LstmTagger
{
    private const int Vocabulary = 12;
    private const int Types = 2;

    private readonly int _inputs;
    private readonly int _labels;
    private readonly Dictionary<string, WeightTensor> _tensors = new(StringComparer.Ordinal);

    public LstmTagger(int inputs, int units, int labels, int seed)
    {
        (_inputs, Units, _labels) = (inputs, units, labels);
        var random = new Random(seed);
        foreach (var suffix in new[] { "", "_reverse" })
        {
            Add($"lstm.weight_ih_l0{suffix}", 4 * units, inputs);
            Add($"lstm.weight_hh_l0{suffix}", 4 * units, units);
            Add($"lstm.bias_ih_l0{suffix}", 4 * units);
        }
        Add("words.weight", Vocabulary, inputs);
        Add("types.weight", Types, inputs);
        Add("classifier.weight", labels, 2 * units);
        Add("classifier.bias", labels);

        void Add(string name, params long[] shape)
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (var i = 0; i < values.Length; i++) values[i] = 2 * random.NextSingle() - 1;
            Set(name, shape, values);
        }
    }

    public int Units { get; }

    /// <summary>What the engines check ids by.</summary>
    public static BertConfig Config { get; } =
        Taggers.Config with { VocabularySize = Vocabulary, TypeVocabularySize = Types, MaxPositions = 64 };

    public TaskOutput Output => new("logits", OutputRows.Position, _labels);

    /// <summary>Adds a weight or puts another in its place.</summary>
    public void Set(string name, long[] shape, float[] values) => _tensors[name] = new(name, shape, values);

    public float[] Values(string name) => _tensors[name].Values;

    public void Describe<TValue>(IGraphWriter<TValue> writer)
    {
        var weights = new GraphWeights(_tensors);
        var (ids, mask) = (writer.TokenInput(ModelInputs.Ids), writer.TokenInput(ModelInputs.Mask));
        var types = writer.TokenInput(ModelInputs.Segments);
        var words = writer.Embedding("words", weights.Take("words.weight", Vocabulary, _inputs), ids);
        var segments = writer.Embedding("types", weights.Take("types.weight", Types, _inputs), types);
        var states = writer.Lstm("lstm", LstmWeights.Take(weights, "lstm", _inputs, Units), writer.Add("sum", words, segments), mask);
        var (weight, bias) = (weights.Take("classifier.weight", _labels, 2 * Units), weights.Take("classifier.bias", _labels));
        writer.Output(Output, writer.Linear("classifier", weight, bias, states));
        weights.ThrowIfLeftOver();
    }

    public ModelProto ToOnnx(int opset)
    {
        var builder = new OnnxGraphBuilder();
        Describe(new OnnxGraphWriter(builder, new() { Opset = opset }));
        builder.Graph.Name = "lstm";
        var model = new ModelProto
        {
            IrVersion = opset < 19 ? 8 : 9,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
            Graph = builder.Graph,
        };
        OnnxVerifier.ThrowIfInvalid(model, new OnnxExpectation(
            opset, [.. ModelInputs.All.Select(name => KeyValuePair.Create(name, OnnxGraphWriter.TokenType))],
            [KeyValuePair.Create(Output.Name, OnnxGraphWriter.OutputType(Output))], builder.WeightUses));
        return model;
    }

    public void Write(TemporaryFolder folder)
    {
        foreach (var opset in new[] { 17, 20 }) File.WriteAllBytes(folder.File($"{opset}.onnx"), ToOnnx(opset).ToByteArray());
        var document = new IrDocument();
        Describe(new IrGraphWriter(document, new()));
        using (var bin = File.Create(folder.File("ir.bin"))) document.Constants.WriteTo(bin);
        using var xml = File.Create(folder.File("ir.xml"));
        IrXml.Write(xml, "lstm", document, []);
    }

    /// <summary>Logits [B,T,K], row by row in plain loops of doubles; at padding those of states of 0.</summary>
    public double[] Run(TokenBatch batch)
    {
        var plain = new PlainLstm(_inputs, Units, name => Values($"lstm.{name}"));
        return [.. Enumerable.Range(0, batch.Rows).SelectMany(row =>
        {
            var places = Enumerable.Range(row * batch.Length, batch.Length).ToArray();
            var x = places.Where(place => batch.AttentionMask[place] == 1).SelectMany(place =>
                Row("words.weight", batch.InputIds[place]).Zip(Row("types.weight", batch.TokenTypeIds[place]), (a, b) => (double)a + b));
            var states = plain.Run([.. x]);
            Array.Resize(ref states, batch.Length * 2 * Units);
            return states.Chunk(2 * Units).SelectMany(Logits);
        })];

        IEnumerable<float> Row(string table, long id) => Values(table).Skip((int)id * _inputs).Take(_inputs);

        IEnumerable<double> Logits(double[] state) => Values("classifier.bias").Select((bias, label) =>
            bias + state.Select((value, i) => value * Values("classifier.weight")[label * state.Length + i]).Sum());
    }
}
