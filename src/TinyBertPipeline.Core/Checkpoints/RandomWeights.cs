namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// New weights as BERT starts with: matrices from a normal distribution of deviation <c>initializer_range</c>, biases 0, LayerNorm 1 and 0,
/// the padding piece's vector 0 (google-research/bert, modeling.py; the last as in transformers).
/// </summary>
public static class RandomWeights
{
    /// <summary>
    /// The encoder of a config with a head. The same seed gives the same values, however many threads make them.
    /// </summary>
    /// <param name="config">The sizes.</param>
    /// <param name="head">The head's tensors; null for none.</param>
    /// <param name="seed">Fixes the values.</param>
    /// <param name="withPooler">Whether there is a pooler although the head does not name it.</param>
    /// <exception cref="ArgumentException">The config is not valid.</exception>
    public static BertWeights Create(BertConfig config, IEnumerable<TensorSlot>? head, int seed, bool withPooler = false)
    {
        config.ThrowIfInvalid();
        TensorSlot[] all = [.. BertTensors.Of(config, head)];
        TensorSlot[] slots = [.. all.Where(slot => slot.TiedTo is null || slot.Name == "cls.predictions.bias")
            .Where(slot => !slot.IsOptional || withPooler)];
        var tensors = new WeightTensor[slots.Length];
        Parallel.For(0, slots.Length, i => tensors[i] = Draw(slots[i], config, new Random(unchecked(seed * 1_000_003 + i))));
        return new BertWeights(config, [.. tensors, .. Tied(all, tensors)]);
    }

    private static WeightTensor Draw(TensorSlot slot, BertConfig config, Random random)
    {
        var values = new float[slot.Shape.Aggregate(1L, (product, dimension) => product * dimension)];
        if (slot.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) Array.Fill(values, 1);
        else if (slot.Shape.Length == 2) FillNormal(values, config.InitializerRange, random);
        if (slot.Name == BertTensors.WordEmbeddings) values.AsSpan(config.PadId * config.HiddenSize, config.HiddenSize).Clear();
        return new WeightTensor(slot.Name, slot.Shape, values);
    }

    private static IEnumerable<WeightTensor> Tied(TensorSlot[] slots, WeightTensor[] tensors) =>
        from slot in slots
        where slot.TiedTo is not null && slot.Name != "cls.predictions.bias"
        select tensors.First(tensor => tensor.Name == slot.TiedTo) with { Name = slot.Name };

    // Box and Muller: two uniform numbers give two normal ones.
    private static void FillNormal(float[] values, double deviation, Random random)
    {
        for (var i = 0; i < values.Length; i += 2)
        {
            var radius = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(radius * cosine);
            if (i + 1 < values.Length) values[i + 1] = (float)(radius * sine);
        }
    }
}
