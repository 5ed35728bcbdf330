namespace Fathom.Trees;

/// <summary>
/// How much a fitted model's score falls when a column's values are shuffled among the rows (Breiman 2001, section 10; Fisher, Rudin &amp; Dominici 2019).
/// Works for any model. Measure it on rows that the model did not learn from: on others it shows what the model has memorised.
/// Columns that say the same share their importance, for each can stand in for the other.
/// </summary>
/// <example><code>
/// var importance = PermutationImportance.Of(rows => Auc(labels, boosted.PredictProbability(rows)), testFeatures, repeats: 10, seed: 1);
/// </code></example>
public static class PermutationImportance
{
    /// <summary>Shuffles column after column.</summary>
    /// <param name="score">The model's score on rows, the greater the better; called once on the rows as they are, and once for each column and repeat.</param>
    /// <param name="features">The rows to score.</param>
    /// <param name="repeats">Shuffles of each column, from 1. Default 5.</param>
    /// <param name="seed">Seeds the shuffles; each column's are the same whatever other columns there are.</param>
    /// <returns>The greatest mean loss first.</returns>
    public static IReadOnlyList<ColumnImportance> Of(Func<Features, double> score, Features features, int repeats = 5, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        double whole = score(features);
        FeatureColumn[] columns = [.. features.Columns];
        return ColumnImportance.Of(features, column =>
        {
            var losses = new double[repeats];
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                FeatureColumn[] shuffled = [.. columns];
                shuffled[column] = columns[column].Take(Shuffled(features.RowCount, seed, repeat, column));
                losses[repeat] = whole - score(Features.FromColumns(shuffled));
            }
            return losses;
        });
    }

    private static int[] Shuffled(int rows, int seed, int repeat, int column)
    {
        var random = new CounterHash(seed, repeat, RandomPurpose.Shuffle(column));
        int[] order = [.. Enumerable.Range(0, rows)];
        for (int last = rows - 1; last > 0; last--)
        {
            int other = (int)(random.UniformAt(last) * (last + 1));
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }
}
