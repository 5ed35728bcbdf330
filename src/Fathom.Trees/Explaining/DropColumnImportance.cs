namespace Fathom.Trees;

/// <summary>
/// How much the score falls when a model has to learn without a column: what the column says that no other does. The honest importance, and the dear one,
/// for each column costs a fit per repeat.
/// </summary>
/// <example><code>
/// var importance = DropColumnImportance.Of((rows, seed) =&gt;
/// {
///     var model = new GradientBoostingClassifier { Seed = seed };
///     model.Fit(rows.Take(train), trainLabels);
///     return Auc(testLabels, model.PredictProbability(rows.Take(test)));
/// }, features, repeats: 3);
/// </code></example>
public static class DropColumnImportance
{
    /// <summary>Leaves out column after column.</summary>
    /// <param name="fitAndScore">Fits a model to columns with a seed and returns its score on held-out rows, the greater the better.</param>
    /// <param name="features">All rows and columns, at least two of the latter.</param>
    /// <param name="repeats">Fits of each set of columns, with seeds <paramref name="seed"/>, <paramref name="seed"/> + 1, …; with and without a column by the same seeds. Default 1.</param>
    /// <param name="seed">The first seed.</param>
    /// <returns>The greatest mean loss first.</returns>
    /// <exception cref="ArgumentException">There is only one column.</exception>
    public static IReadOnlyList<ColumnImportance> Of(Func<Features, int, double> fitAndScore, Features features, int repeats = 1, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(fitAndScore);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        if (features.Columns.Count < 2)
            throw new ArgumentException("There is only one column: without it there is nothing to learn from.", nameof(features));
        double[] whole = [.. Enumerable.Range(seed, repeats).Select(own => fitAndScore(features, own))];
        return ColumnImportance.Of(features, column =>
        {
            Features others = Features.FromColumns([.. features.Columns.Where((_, other) => other != column)]);
            return [.. Enumerable.Range(0, repeats).Select(repeat => whole[repeat] - fitAndScore(others, seed + repeat))];
        });
    }
}
