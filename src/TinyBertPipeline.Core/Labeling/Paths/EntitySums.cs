namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>Sums over the paths that hold a given entity.</summary>
internal readonly ref struct EntitySums(ForwardBackward sums)
{
    private const int OnStack = 32;

    private readonly PathSteps _steps = sums.Steps;
    private readonly ReadOnlySpan<double> _logits = sums.Logits;
    private readonly ReadOnlySpan<double> _forward = sums.Forward;
    private readonly ReadOnlySpan<double> _backward = sums.Backward;

    public double Probability(EntitySpan entity)
    {
        var labels = _steps.Entities.OfType(entity.Type);
        Span<double> inside = labels.Length <= OnStack ? stackalloc double[labels.Length] : new double[labels.Length];
        Span<double> next = labels.Length <= OnStack ? stackalloc double[labels.Length] : new double[labels.Length];
        for (var i = 0; i < labels.Length; i++) inside[i] = Before(entity.Start, labels[i]) + Own(entity.Start, labels[i]);
        for (var word = entity.Start + 1; word <= entity.End; word++)
        {
            for (var i = 0; i < labels.Length; i++) next[i] = Inside(labels, inside, labels[i]) + Own(word, labels[i]);
            next.CopyTo(inside);
        }
        var total = new LogSum();
        for (var i = 0; i < labels.Length; i++) total.Add(inside[i] + Behind(entity.End, labels[i]));
        return Math.Min(1, Math.Exp(total.Value - sums.Largest[entity.End] - sums.Total[entity.End]));
    }

    // Paths up to the word before the entity that do not already hold its beginning.
    private double Before(int word, int label)
    {
        if (word == 0) return sums.Scale * _steps.Start[label];
        var sum = new LogSum();
        foreach (var previous in _steps.Predicted)
        {
            if (_steps.Entities.Continues(previous, label)) continue;
            sum.Add(_forward[(word - 1) * _steps.Count + previous] + Step(previous, label));
        }
        return sum.Value;
    }

    private double Inside(int[] labels, ReadOnlySpan<double> inside, int label)
    {
        var sum = new LogSum();
        for (var i = 0; i < labels.Length; i++)
        {
            if (_steps.Entities.Continues(labels[i], label)) sum.Add(inside[i] + Step(labels[i], label));
        }
        return sum.Value;
    }

    // Paths behind the entity's last word that do not go on with it.
    private double Behind(int word, int label)
    {
        if (word == sums.Words - 1) return sums.Scale * _steps.End[label] - sums.BackwardShift[word];
        var sum = new LogSum();
        foreach (var next in _steps.Predicted)
        {
            var cell = (word + 1) * _steps.Count + next;
            if (!_steps.Entities.Continues(label, next)) sum.Add(Step(label, next) + _logits[cell] + _backward[cell]);
        }
        return sum.Value - sums.BackwardShift[word];
    }

    private double Step(int previous, int next) => sums.Scale * _steps.Between(previous, next);

    // The word's own logit, less what the forward sums at the word are relative to.
    private double Own(int word, int label) => _logits[word * _steps.Count + label] - sums.ForwardShift[word];
}
