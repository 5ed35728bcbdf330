namespace Fathom.Trees;

/// <summary>The values that a column is set to.</summary>
internal static class DependenceGrid
{
    /// <summary>
    /// All distinct values where there are no more than points, else points spread evenly between two quantiles; all levels of categories.
    /// Missing values are left out.
    /// </summary>
    internal static double[] Of(FeatureColumn column, int points, double lowest, double highest)
    {
        if (column.Levels is { } levels)
            return [.. Enumerable.Range(0, levels.Length).Select(code => (double)code)];
        float[] known = [.. column.Values.Where(value => !float.IsNaN(value)).Order()];
        if (known.Length == 0)
            throw new ArgumentException($"Column '{column.Name}' holds no value: there is nothing to vary.", nameof(column));
        double[] distinct = [.. known.Distinct().Select(value => (double)value)];
        if (distinct.Length <= points)
            return distinct;
        double from = Quantile(known, lowest), to = Quantile(known, highest);
        return from == to ? [from] : [.. Enumerable.Range(0, points).Select(i => from + (to - from) * i / (points - 1))];
    }

    /// <summary>The column with one value in all rows.</summary>
    internal static FeatureColumn Constant(FeatureColumn column, double value, int rows)
    {
        if (column.Levels is { } levels)
        {
            var codes = new int[rows];
            Array.Fill(codes, (int)value);
            return FeatureColumn.Categories(codes, levels, column.Name);
        }
        var values = new float[rows];
        Array.Fill(values, (float)value);
        return FeatureColumn.Number(values, column.Name);
    }

    /// <summary>Cunnane's estimator (α = β = 0.4), as in scikit-learn's partial dependence.</summary>
    private static double Quantile(float[] sorted, double level)
    {
        double place = Math.Clamp(sorted.Length * level + 0.4 + 0.2 * level, 1, sorted.Length);
        int below = (int)Math.Clamp(Math.Floor(place), 1, sorted.Length - 1);
        return sorted.Length == 1 ? sorted[0] : sorted[below - 1] + (place - below) * (sorted[below] - sorted[below - 1]);
    }
}
