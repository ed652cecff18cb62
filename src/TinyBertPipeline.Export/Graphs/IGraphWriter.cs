using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>
/// The words in which <see cref="BertGraph"/> describes the network. A writer turns each into its format's operators: layout of weights,
/// choice of operators and quantization are its own business. A <c>site</c> is the place in the network in the checkpoint's own terms,
/// for example <c>bert.encoder.layer.0.attention.self.query</c>. B batch, T tokens, H hidden, A heads.
/// </summary>
/// <typeparam name="TValue">What stands for a tensor in the writer's format.</typeparam>
internal interface IGraphWriter<TValue>
{
    /// <summary>A model input of 64-bit integers [B,T].</summary>
    TValue TokenInput(string name);

    /// <summary>A row of the table [rows,H] for each id: [B,T,H].</summary>
    TValue Embedding(string site, WeightTensor table, TValue ids);

    /// <summary>The first T rows of the table [positions,H], T being the length of the ids: [1,T,H].</summary>
    TValue PositionEmbedding(string site, WeightTensor table, TValue ids);

    /// <summary>left + right; both [B,T,H], or right [1,T,H].</summary>
    TValue Add(string site, TValue left, TValue right);

    /// <summary>(x - mean) / √(variance + epsilon) · gamma + beta over the last axis.</summary>
    TValue LayerNorm(string site, NormWeights weights, TValue x);

    /// <summary>x Wᵀ + b over the last axis, with W [out,in] and b [out]; x [B,T,in] or [B,in].</summary>
    TValue Linear(string site, WeightTensor weight, WeightTensor bias, TValue x);

    /// <summary>The activation, element by element.</summary>
    TValue Activation(string site, ActivationKind kind, TValue x);

    /// <summary>What is added to attention scores: 0 where the mask [B,T] is 1, <see cref="BertConstants.MaskedScore"/> where it is 0; [B,1,1,T].</summary>
    TValue AttentionMask(string site, TValue mask);

    /// <summary>softmax(q kᵀ / √(H/A) + mask) v, head by head; [B,T,H].</summary>
    TValue AttentionCore(string site, AttentionInputs<TValue> inputs, AttentionHeads heads);

    /// <summary>
    /// The states of an LSTM in both directions, forward first: x [B,T,I] becomes [B,T,2H]. The mask [B,T] is 1 at a row's pieces, which come
    /// first; what stands behind them has no influence, and the states there are 0.
    /// </summary>
    TValue Lstm(string site, LstmWeights weights, TValue x, TValue mask);

    /// <summary>
    /// A CRF over emissions [B,T,K]. It says what the network is; its paths are searched behind the output, so that a writer of files gives the
    /// emissions back as they are.
    /// </summary>
    TValue Crf(string site, IReadOnlyList<WeightTensor> transitions, TValue emissions);

    /// <summary>The first position of each sequence: [B,T,H] becomes [B,H].</summary>
    TValue FirstToken(string site, TValue x);

    /// <summary>tanh, element by element.</summary>
    TValue Tanh(string site, TValue x);

    /// <summary>Names a value [B,T,K] or [B,K] as a model output.</summary>
    void Output(TaskOutput output, TValue value);
}

/// <summary>What attention takes: projections [B,T,H] and the additive mask [B,1,1,T].</summary>
internal readonly record struct AttentionInputs<TValue>(TValue Query, TValue Key, TValue Value, TValue Mask);

/// <summary>How a hidden vector is cut into heads: H = count · size.</summary>
internal readonly record struct AttentionHeads(int Count, int Size)
{
    /// <summary>The hidden width H.</summary>
    public int Width => Count * Size;

    /// <summary>1/√size, by which scores are multiplied.</summary>
    public float Scale => (float)(1 / Math.Sqrt(Size));
}

/// <summary>Scale and shift of a layer normalization, and what is added to the variance.</summary>
/// <param name="Gamma">The scale [H].</param>
/// <param name="Beta">The shift [H].</param>
/// <param name="Epsilon">Added to the variance.</param>
internal readonly record struct NormWeights(WeightTensor Gamma, WeightTensor Beta, double Epsilon);
