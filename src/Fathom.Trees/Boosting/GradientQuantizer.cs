namespace Fathom.Trees;

/// <summary>Packs one output's derivatives of the chosen rows for the histograms.</summary>
internal sealed class GradientQuantizer(RoundGradients gradients, RowPartition rows, int outputs, int seed, Workers workers)
{
    /// <summary>Fills <see cref="RowPartition.Packed"/> and returns the scale used.</summary>
    /// <exception cref="ArgumentException">The derivatives overflow single precision.</exception>
    internal FixedPointScale Pack(int round, int output)
    {
        double gradientSum = Sum(gradients.Gradients, output), hessianSum = Sum(gradients.Hessians, output);
        RoundGradients.CheckFinite(gradientSum, hessianSum, round);
        var scale = new FixedPointScale(gradientSum, hessianSum);
        var random = new CounterHash(seed, round, RandomPurpose.Rounding(output));
        workers.ForRows(rows.Count, 3, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int row = rows.Rows[i], at = row * outputs + output;
                rows.Packed[i] = scale.Pack(gradients.Gradients[at], gradients.Hessians[at], random.At(row));
            }
        });
        return scale;
    }

    private double Sum(float[] derivatives, int output) => workers.SumRows(rows.Count, 1, (start, end) =>
    {
        double sum = 0;
        for (int i = start; i < end; i++)
            sum += Math.Abs(derivatives[rows.Rows[i] * outputs + output]);
        return sum;
    });
}
