namespace TinyBertPipeline.Tests;

/// <summary>
/// A bidirectional LSTM in plain loops of doubles, with weights as PyTorch names and orders them (gates input, forget, cell, output), over
/// one row without padding.
/// </summary>
internal sealed class PlainLstm(int inputs, int units, Func<string, float[]> weight)
{
    /// <summary>States [T,2H] of inputs [T,I].</summary>
    public double[] Run(double[] x)
    {
        var length = x.Length / inputs;
        var states = new double[length * 2 * units];
        foreach (var (suffix, offset) in new[] { ("", 0), ("_reverse", units) })
        {
            var (input, recurrent) = (weight($"weight_ih_l0{suffix}"), weight($"weight_hh_l0{suffix}"));
            var bias = weight($"bias_ih_l0{suffix}");
            double[] hidden = new double[units], cell = new double[units];
            for (var i = 0; i < length; i++)
            {
                var step = offset == 0 ? i : length - 1 - i;
                var gates = new double[4 * units];
                for (var row = 0; row < gates.Length; row++)
                {
                    gates[row] = bias[row];
                    for (var j = 0; j < inputs; j++) gates[row] += (double)input[row * inputs + j] * x[step * inputs + j];
                    for (var j = 0; j < units; j++) gates[row] += recurrent[row * units + j] * hidden[j];
                }
                for (var unit = 0; unit < units; unit++)
                {
                    cell[unit] = Sigmoid(gates[units + unit]) * cell[unit] + Sigmoid(gates[unit]) * Math.Tanh(gates[2 * units + unit]);
                    hidden[unit] = Sigmoid(gates[3 * units + unit]) * Math.Tanh(cell[unit]);
                    states[(step * 2 * units) + offset + unit] = hidden[unit];
                }
            }
        }
        return states;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
