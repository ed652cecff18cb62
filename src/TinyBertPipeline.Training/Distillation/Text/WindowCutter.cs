namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>Cuts an encoded paragraph into windows [CLS] ... [SEP], at word borders.</summary>
/// <param name="window">Pieces of a window at most, [CLS] and [SEP] included.</param>
/// <param name="classifyId">Id of [CLS].</param>
/// <param name="separateId">Id of [SEP].</param>
internal sealed class WindowCutter(int window, int classifyId, int separateId)
{
    /// <summary>
    /// The windows of a paragraph in order; nothing is left out. A word of more pieces than a window holds is cut inside.
    /// </summary>
    /// <param name="ids">The pieces, without [CLS] and [SEP].</param>
    /// <param name="wordIds">The word of each piece.</param>
    public IEnumerable<int[]> Cut(int[] ids, int[] wordIds)
    {
        var room = window - 2;
        for (var start = 0; start < ids.Length;)
        {
            var end = Math.Min(start + room, ids.Length);
            var border = end;
            while (border < ids.Length && border > start && wordIds[border] == wordIds[border - 1]) border--;
            if (border > start) end = border;
            yield return [classifyId, .. ids.AsSpan(start, end - start), separateId];
            start = end;
        }
    }
}
