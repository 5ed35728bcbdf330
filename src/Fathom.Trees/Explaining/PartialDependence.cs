namespace Fathom.Trees;

/// <summary>How predictions of any model depend on a column or two. Where columns move together in the data, rows are made up that never occur: read with care.</summary>
/// <example><code>
/// DependenceCurve curve = PartialDependence.Curve(rows => boosted.Predict(rows), features, column: 3);
/// </code></example>
public static class PartialDependence
{
    /// <summary>Varies one column.</summary>
    /// <param name="predict">The model's prediction for each row.</param>
    /// <param name="features">The rows, a sample is enough; each is predicted once per value.</param>
    /// <param name="column">The column to vary.</param>
    /// <param name="points">The most values of a column of numbers, from 2. Default 100.</param>
    /// <param name="lowest">The quantile at which the values begin, where there are more than <paramref name="points"/>. Default 0.05.</param>
    /// <param name="highest">The quantile at which they end. Default 0.95.</param>
    /// <exception cref="ArgumentException">There are no rows, the column holds no value, or a prediction is missing.</exception>
    public static DependenceCurve Curve(Func<Features, IReadOnlyList<float>> predict, Features features, int column, int points = 100, double lowest = 0.05, double highest = 0.95)
    {
        ArgumentNullException.ThrowIfNull(predict);
        double[] values = Grid(features, column, points, lowest, highest);
        FeatureColumn varied = features.Columns[column];
        var individual = new double[features.RowCount, values.Length];
        for (int point = 0; point < values.Length; point++)
        {
            IReadOnlyList<float> predictions = Predictions(predict, With(features, (column, values[point])), features.RowCount);
            for (int row = 0; row < predictions.Count; row++)
                individual[row, point] = predictions[row];
        }
        return new(column, varied.Name ?? $"f{column}", values, varied.CategoryLevels, individual);
    }

    /// <summary>Varies two columns together.</summary>
    /// <param name="predict">The model's prediction for each row.</param>
    /// <param name="features">The rows; each is predicted once per pair of values.</param>
    /// <param name="first">A column to vary.</param>
    /// <param name="second">Another.</param>
    /// <param name="points">The most values of each column of numbers, from 2. Default 20.</param>
    /// <param name="lowest">The quantile at which the values begin, where there are more than <paramref name="points"/>. Default 0.05.</param>
    /// <param name="highest">The quantile at which they end. Default 0.95.</param>
    /// <exception cref="ArgumentException">There are no rows, a column holds no value, both are the same, or a prediction is missing.</exception>
    public static DependenceSurface Surface(
        Func<Features, IReadOnlyList<float>> predict, Features features, int first, int second, int points = 20, double lowest = 0.05, double highest = 0.95)
    {
        ArgumentNullException.ThrowIfNull(predict);
        if (first == second)
            throw new ArgumentException($"Both columns are {first}: call {nameof(Curve)} for one.", nameof(second));
        double[] firstValues = Grid(features, first, points, lowest, highest), secondValues = Grid(features, second, points, lowest, highest);
        var average = new double[firstValues.Length, secondValues.Length];
        for (int i = 0; i < firstValues.Length; i++)
        {
            for (int j = 0; j < secondValues.Length; j++)
                average[i, j] = Predictions(predict, With(features, (first, firstValues[i]), (second, secondValues[j])), features.RowCount).Average(value => (double)value);
        }
        return new((first, second), firstValues, secondValues, average);
    }

    private static double[] Grid(Features features, int column, int points, double lowest, double highest)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)features.Columns.Count, nameof(column));
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        if (!(lowest >= 0 && lowest < highest && highest <= 1))
            throw new ArgumentOutOfRangeException(nameof(lowest), lowest, $"The quantiles rise within 0 to 1, not from {lowest} to {highest}.");
        if (features.RowCount == 0)
            throw new ArgumentException("There are no rows to predict.", nameof(features));
        return DependenceGrid.Of(features.Columns[column], points, lowest, highest);
    }

    private static Features With(Features features, params ReadOnlySpan<(int Column, double Value)> constants)
    {
        FeatureColumn[] columns = [.. features.Columns];
        foreach ((int column, double value) in constants)
            columns[column] = DependenceGrid.Constant(columns[column], value, features.RowCount);
        return Features.FromColumns(columns);
    }

    private static IReadOnlyList<float> Predictions(Func<Features, IReadOnlyList<float>> predict, Features features, int rows)
    {
        IReadOnlyList<float> predictions = predict(features);
        return predictions.Count == rows ? predictions : throw new ArgumentException($"There are {predictions.Count} predictions for {rows} rows.", nameof(predict));
    }
}
