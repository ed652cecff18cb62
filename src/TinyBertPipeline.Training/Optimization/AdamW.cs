using System.Runtime.InteropServices;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Optimization;

/// <summary>
/// AdamW with decoupled weight decay (Loshchilov and Hutter 2019) and clipping of the global gradient norm: two passes over the gradients,
/// one over everything else, in own vector code. Word embeddings take part through <see cref="EmbeddingRows"/>. The parameters stay where
/// they are and the gradients where autograd left them; copying them into one buffer would only add traffic.
/// </summary>
internal sealed unsafe class AdamW : IDisposable
{
    private const int ChunkLength = 1 << 15;

    private readonly AdamWOptions _options;
    private readonly AdamWKernel _kernel;
    private readonly AdamWParameter[] _parameters;
    private readonly (int Parameter, long Start, long Length)[] _chunks;
    private readonly WordEmbeddings[] _embeddings;
    private AdamWHistory _history;
    private float* _moments;                                // means, then squares

    /// <summary>Takes over the trainable parameters of <paramref name="modules"/>; they must not be moved or replaced afterwards.</summary>
    /// <exception cref="ArgumentException">Two parameters have the same name.</exception>
    public AdamW(AdamWOptions options, params nn.Module[] modules)
        : this(options, _ => 1, modules)
    {
    }

    /// <summary>The same with learning rates that differ.</summary>
    /// <param name="options">The constants.</param>
    /// <param name="rateFactor">What the learning rate of the parameter of a name is multiplied by; of word embeddings it must be 1.</param>
    /// <param name="modules">Whose parameters are trained.</param>
    /// <exception cref="ArgumentException">Two parameters have the same name.</exception>
    public AdamW(AdamWOptions options, Func<string, double> rateFactor, params nn.Module[] modules)
        : this(options, rateFactor, knowsRows: true, modules)
    {
    }

    private AdamW(AdamWOptions options, Func<string, double> rateFactor, bool knowsRows, nn.Module[] modules)
    {
        (_options, _kernel, _history) = (options, new AdamWKernel(options), new AdamWHistory(options, 0));
        var named = modules.SelectMany(module => module.named_parameters()).Where(entry => entry.parameter.requires_grad).ToArray();
        if (named.CountBy(entry => entry.name).FirstOrDefault(entry => entry.Value > 1) is { Key: not null } twice)
            throw new ArgumentException($"two parameters are called {twice.Key}");
        _parameters = Allocate(named, rateFactor);
        _chunks = [.. _parameters.SelectMany((parameter, index) => Chunks(index, parameter.Count))];
        _embeddings =
        [
            .. modules.SelectMany(module => module.modules().Prepend(module)).OfType<WordEmbeddings>()
                .Where(module => knowsRows && module.IsSparse).Distinct(),
        ];
        foreach (var embeddings in _embeddings) Attach(embeddings);
    }

    /// <summary>
    /// The same without <see cref="EmbeddingRows"/>: every step goes over whole tables of word embeddings, as the fused optimizers of
    /// libraries do. To compare with.
    /// </summary>
    public static AdamW OverWholeTables(AdamWOptions options, params nn.Module[] modules) => new(options, _ => 1, knowsRows: false, modules);

    /// <summary>Number of steps done.</summary>
    public long Steps => _history.Count;

    /// <summary>Names and parameters, in order.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        _parameters.Select(parameter => (parameter.Name, parameter.Parameter));

    /// <summary>
    /// Takes a step with the gradients at hand and removes them. When their norm is not finite nothing changes and they stay for
    /// inspection.
    /// </summary>
    /// <returns>The norm of all gradients before clipping.</returns>
    public double Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        var norm = Math.Sqrt(TakeGradients());
        if (!double.IsFinite(norm)) return norm;
        var factor = _options.MaxGradientNorm > 0 ? Math.Min(1, _options.MaxGradientNorm / (norm + 1e-6)) : 1;
        Update(_history.Add(learningRate), (float)factor);
        ClearGradients();
        return norm;
    }

    /// <summary>Removes the gradients without a step.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in _parameters)
        {
            parameter.Gradient = null;
            parameter.Parameter.grad = null;
            parameter.Rows?.Clear();
        }
    }

    /// <summary>The first parameter with a gradient that is not finite, or null.</summary>
    public string? FindNonFiniteGradient()
    {
        using var scope = NewDisposeScope();
        return _parameters.FirstOrDefault(parameter => parameter.Parameter.grad is { } gradient
            ? !gradient.isfinite().all().ToBoolean()
            : parameter.Rows is { } rows && !double.IsFinite(rows.Gather()))?.Name;
    }

    /// <summary>
    /// The first parameter with a weight that is not finite, or null: a step may be too long although its gradient is finite.
    /// </summary>
    public string? FindNonFiniteWeight()
    {
        using var scope = NewDisposeScope();
        CatchUp();
        return _parameters.FirstOrDefault(parameter => !parameter.Parameter.isfinite().all().ToBoolean())?.Name;
    }

    /// <summary>
    /// Brings every row of the word embeddings up to the last step; before weights are read other than by a forward pass.
    /// </summary>
    public void CatchUp()
    {
        foreach (var parameter in _parameters) parameter.Rows?.CatchUpAll();
    }

    /// <summary>The moments by parameter: mean gradient and mean squared gradient.</summary>
    public IEnumerable<(string Name, float[] Mean, float[] Square)> Moments()
    {
        CatchUp();
        return _parameters.Select(parameter => (parameter.Name, parameter.CopyMean(), parameter.CopySquare()));
    }

    /// <summary>Goes on from stored moments; the parameters must have been restored already.</summary>
    /// <param name="steps">Steps that were done.</param>
    /// <param name="moments">Mean gradient and mean squared gradient of a parameter by its name.</param>
    /// <exception cref="ArgumentException">The moments of a parameter have another length.</exception>
    public void Restore(long steps, Func<string, (float[] Mean, float[] Square)> moments)
    {
        _history = new AdamWHistory(_options, steps);
        foreach (var parameter in _parameters)
        {
            var (mean, square) = moments(parameter.Name);
            if (mean.Length != parameter.Count || square.Length != parameter.Count)
            {
                throw new ArgumentException(
                    $"{parameter.Name} has {parameter.Count} values, its moments {mean.Length} and {square.Length}");
            }
            mean.CopyTo(new Span<float>(parameter.Mean, mean.Length));
            square.CopyTo(new Span<float>(parameter.Square, square.Length));
            parameter.Rows?.Restart(_history);
        }
    }

    /// <summary>Frees the moments; the parameters keep their values.</summary>
    public void Dispose()
    {
        if (_moments is null) return;
        CatchUp();
        ClearGradients();
        foreach (var embeddings in _embeddings) embeddings.Rows = null;
        foreach (var parameter in _parameters) parameter.Rows?.Dispose();
        NativeMemory.AlignedFree(_moments);
        _moments = null;
    }

    private AdamWParameter[] Allocate((string name, Parameter parameter)[] named, Func<string, double> rateFactor)
    {
        // Each parameter's moments begin at a multiple of 64 bytes.
        var lengths = Array.ConvertAll(named, entry => (entry.parameter.numel() + 15) / 16 * 16);
        var total = lengths.Sum();
        _moments = (float*)NativeMemory.AlignedAlloc((nuint)total * 2 * sizeof(float), 64);
        NativeMemory.Clear(_moments, (nuint)total * 2 * sizeof(float));
        var parameters = new AdamWParameter[named.Length];
        var start = 0L;
        for (var i = 0; i < named.Length; i++)
        {
            parameters[i] = new AdamWParameter(named[i].name, named[i].parameter, _moments + start, _moments + total + start)
            {
                RateFactor = rateFactor(named[i].name),
            };
            start += lengths[i];
        }
        return parameters;
    }

    private static IEnumerable<(int, long, long)> Chunks(int index, long count)
    {
        for (long start = 0; start < count; start += ChunkLength) yield return (index, start, Math.Min(ChunkLength, count - start));
    }

    private void Attach(WordEmbeddings embeddings)
    {
        var weight = embeddings.named_parameters().Single().parameter;
        if (_parameters.FirstOrDefault(parameter => parameter.Parameter.Handle == weight.Handle) is not { } matrix) return;
        embeddings.Rows = matrix.Rows = new EmbeddingRows(matrix, embeddings.PadId ?? -1, _kernel, _history);
    }

    // Returns the sum of squares of all gradients.
    private double TakeGradients()
    {
        var sum = 0.0;
        foreach (var parameter in _parameters)
        {
            var gradient = parameter.Parameter.grad?.contiguous();
            parameter.Gradient = gradient is null ? null : TensorMemory.Floats(gradient);
            if (parameter.Rows is not { } rows) continue;
            var ofRows = rows.Gather();
            if (gradient is null) sum += ofRows;
            else rows.AddTo(parameter.Gradient);
        }
        var sums = new double[_chunks.Length];
        ForEachChunk((chunk, parameter, start, length) => sums[chunk] = AdamWKernel.SumOfSquares(parameter.Gradient + start, length));
        return sum + sums.Sum();
    }

    private void Update(AdamWStep step, float factor)
    {
        var withoutDecay = step with { Decay = 1 };
        foreach (var parameter in _parameters.Where(parameter => parameter.Rows is not null))
        {
            if (parameter.Gradient is null) parameter.Rows!.Update(step, factor);
            else parameter.Rows!.MarkAllUpdated();
        }
        ForEachChunk((_, parameter, start, length) => _kernel.Update(
            parameter.Values + start, parameter.Gradient + start, parameter.Mean + start, parameter.Square + start, length,
            (parameter.Decays ? step : withoutDecay).Times(parameter.RateFactor), factor));
    }

    private void ForEachChunk(Action<int, AdamWParameter, long, long> work) => Workers.Run(_chunks.Length, 1, (from, to) =>
    {
        for (var chunk = from; chunk < to; chunk++)
        {
            var parameter = _parameters[_chunks[chunk].Parameter];
            if (parameter.Gradient is not null) work(chunk, parameter, _chunks[chunk].Start, _chunks[chunk].Length);
        }
    });
}
