using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>
/// Teachers beside the first: the student learns the mean of all distributions. What they say of a sequence that comes again is kept. B
/// batch, R rows of the output, K labels.
/// </summary>
/// <param name="teachers">The further teachers, at least one.</param>
/// <param name="cache">Keeps the sums of their distributions.</param>
/// <param name="output">The output of all.</param>
internal sealed class FurtherTeachers(IReadOnlyList<BertTaskModel> teachers, DistributionCache cache, TaskOutput output)
{
    /// <summary>The logarithm of the mean of all teachers' distributions [B,R,K]: logits whose softmax is that mean.</summary>
    /// <param name="first">The first teacher's logits [B,R,K].</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="tokens">The same as tensors.</param>
    /// <param name="pass">How a forward pass computes.</param>
    public Tensor LogMean(Tensor first, TaskExample[] batch, TokenTensors tokens, PassOptions pass)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var others = Sum(batch, tokens, pass with { Wanted = BertOutputs.None, Dropout = null }, [.. first.shape]);
        return LabelDistributions.LogMean(nn.functional.softmax(first, -1).Plus(others), teachers.Count + 1).MoveToOuterDisposeScope();
    }

    private Tensor Sum(TaskExample[] batch, TokenTensors tokens, PassOptions pass, long[] shape)
    {
        var (rows, labels) = ((int)shape[1], (int)shape[2]);
        var values = new float[batch.Length * rows * labels];
        Span<float> Place(int index) => values.AsSpan(index * rows * labels, output.RowsOf(batch[index].Input.Length) * labels);
        int[] missing = [.. Enumerable.Range(0, batch.Length).Where(index => !cache.TryRead(batch[index], Place(index)))];
        if (missing.Length == 0) return tensor(values, shape);
        var sum = teachers.Select(teacher => nn.functional.softmax(teacher.forward(tokens, pass).Logits!, -1))
            .Aggregate((left, right) => left.Plus(right)).contiguous();
        var computed = TensorMemory.Span(sum);
        // What was kept is taken even where the whole batch is computed: a number must not depend on which others are missing.
        foreach (var index in missing)
        {
            var place = Place(index);
            computed.Slice(index * rows * labels, place.Length).CopyTo(place);
            cache.Write(batch[index], place);
        }
        return tensor(values, shape);
    }
}
