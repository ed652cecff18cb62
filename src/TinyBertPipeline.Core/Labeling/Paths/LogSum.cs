namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// log(exp(a) + exp(b) + ...) term by term, relative to the largest so far: no sum overflows, and terms of -infinity add nothing.
/// </summary>
internal struct LogSum()
{
    private double _largest = double.NegativeInfinity;
    private double _sum;

    public readonly double Value => _largest + Math.Log(_sum);

    public void Add(double term)
    {
        if (term <= _largest)
        {
            if (term > double.NegativeInfinity) _sum += Math.Exp(term - _largest);
            return;
        }
        _sum = _sum * Math.Exp(_largest - term) + 1;
        _largest = term;
    }
}
