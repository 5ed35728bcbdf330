namespace Fathom.Benchmarks.Trees;

/// <summary>
/// Nine columns of categories with 67 to 7,000 levels, their frequencies falling as 1/rank; the logit is the sum of level effects. About 6 % of the labels are 0,
/// as with requests for access that are nearly always granted.
/// </summary>
internal static class HighCardinality
{
    private static readonly int[] Cardinalities = [7000, 4200, 2300, 450, 340, 340, 180, 130, 67];

    internal static DataSet Draw(int seed, int rows)
    {
        var random = new Random(seed);
        double[][] effects = [.. Cardinalities.Select(levels => Enumerable.Range(0, levels).Select(_ => 0.75 * Normal(random)).ToArray())];
        double[][] cumulative = [.. Cardinalities.Select(Cumulative)];
        return new($"high cardinality {rows:N0} x {Cardinalities.Length}", DrawRows(random, rows, effects, cumulative), DrawRows(random, rows, effects, cumulative), Cardinalities.Length,
            [.. Enumerable.Range(0, Cardinalities.Length)], true);
    }

    /// <summary>The columns with each code replaced by the mean label of all training rows that share it, the row's own included: what not to do.</summary>
    internal static DataSet Greedy(DataSet data)
    {
        float[] train = [.. data.Train.Values], test = [.. data.Test.Values];
        double prior = data.Train.Labels.Average();
        for (int column = 0; column < data.Columns; column++)
        {
            var sums = new Dictionary<float, (double Sum, int Count)>();
            for (int row = 0; row < data.Train.Count; row++)
            {
                float code = data.Train.Values[row * data.Columns + column];
                (double sum, int count) = sums.GetValueOrDefault(code);
                sums[code] = (sum + data.Train.Labels[row], count + 1);
            }
            Replace(train, column);
            Replace(test, column);

            void Replace(float[] values, int at)
            {
                for (; at < values.Length; at += data.Columns)
                {
                    (double sum, int count) = sums.GetValueOrDefault(values[at]);
                    values[at] = (float)((sum + prior) / (count + 1));
                }
            }
        }
        return data with { Train = data.Train with { Values = train }, Test = data.Test with { Values = test }, CategoricalColumns = [] };
    }

    private static Rows DrawRows(Random random, int count, double[][] effects, double[][] cumulative)
    {
        var values = new float[count * effects.Length];
        var labels = new float[count];
        for (int row = 0; row < count; row++)
        {
            double logit = 4.2;
            for (int column = 0; column < effects.Length; column++)
            {
                int level = Array.BinarySearch(cumulative[column], random.NextDouble());
                level = Math.Min(level < 0 ? ~level : level, effects[column].Length - 1);
                values[row * effects.Length + column] = level;
                logit += effects[column][level];
            }
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
        }
        return new(values, labels);
    }

    private static double[] Cumulative(int levels)
    {
        var sums = new double[levels];
        double sum = 0;
        for (int level = 0; level < levels; level++)
            sums[level] = sum += 1.0 / (level + 10);
        return Array.ConvertAll(sums, value => value / sum);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
