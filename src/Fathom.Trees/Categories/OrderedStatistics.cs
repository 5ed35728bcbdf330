namespace Fathom.Trees;

/// <summary>
/// Mean labels per level of a categorical column, (Σ wy + a·prior)/(Σ w + a): over all rows for prediction, over the rows before each row for training.
/// The prior is the mean label and a is 1. Missing values are a level of their own; an unknown level has the prior.
/// </summary>
internal sealed class OrderedStatistics(float[] codes, int levels, double[] labels, float[]? weights)
{
    private const double PriorWeight = 1;

    private readonly double _prior = WeightedMean.Of(labels, weights);

    /// <summary>A statistic per row, over the rows that precede it; the prior throughout where all rows share a level, whose running mean would be noise to split on.</summary>
    /// <param name="order">All rows in the order to go through.</param>
    internal float[] Before(int[] order)
    {
        var values = new float[codes.Length];
        if (IsConstant())
        {
            Array.Fill(values, (float)_prior);
            return values;
        }
        var sums = new double[levels + 1];
        var totals = new double[levels + 1];
        foreach (int row in order)
        {
            int level = LevelOf(row);
            values[row] = Statistic(sums[level], totals[level]);
            Add(row, level, sums, totals);
        }
        return values;
    }

    /// <summary>A statistic per level over all rows; the last one is that of the missing values.</summary>
    internal float[] PerLevel()
    {
        var sums = new double[levels + 1];
        var totals = new double[levels + 1];
        for (int row = 0; row < codes.Length; row++)
            Add(row, LevelOf(row), sums, totals);
        var values = new float[levels + 1];
        for (int level = 0; level <= levels; level++)
            values[level] = Statistic(sums[level], totals[level]);
        return values;
    }

    /// <summary>What stands for a level that no training row has.</summary>
    internal float Unknown => (float)_prior;

    private bool IsConstant()
    {
        for (int row = 1; row < codes.Length; row++)
        {
            if (LevelOf(row) != LevelOf(0))
                return false;
        }
        return true;
    }

    private int LevelOf(int row) => float.IsNaN(codes[row]) ? levels : (int)codes[row];

    private void Add(int row, int level, double[] sums, double[] totals)
    {
        double weight = weights?[row] ?? 1;
        sums[level] += weight * labels[row];
        totals[level] += weight;
    }

    private float Statistic(double sum, double total) => (float)((sum + PriorWeight * _prior) / (total + PriorWeight));
}
