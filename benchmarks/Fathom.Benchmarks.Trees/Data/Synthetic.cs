namespace Fathom.Benchmarks.Trees;

/// <summary>
/// 40 numeric columns (5 skewed, 5 rounded) and 10 of 4 to 200 category codes, 3.3 % missing; a logit with interactions, a sine, a kink and
/// level effects. The Bayes AUC is about 0.84.
/// </summary>
internal static class Synthetic
{
    private const int Columns = 50;
    private const int Numeric = 40;
    private static readonly int[] Cardinalities = [4, 8, 12, 20, 30, 50, 80, 100, 150, 200];

    internal static DataSet Draw(int seed, int train, int test)
    {
        var random = new Random(seed);
        double[][] effects = [.. Cardinalities.Select(levels => Enumerable.Range(0, levels).Select(_ => 0.4 * Normal(random)).ToArray())];
        return new($"synthetic {train:N0} x {Columns}", DrawRows(random, train, effects), DrawRows(random, test, effects), Columns, [.. Enumerable.Range(Numeric, Cardinalities.Length)], true);
    }

    private static Rows DrawRows(Random random, int count, double[][] effects)
    {
        var values = new float[count * Columns];
        var labels = new float[count];
        for (int row = 0; row < count; row++)
        {
            Span<float> x = values.AsSpan(row * Columns, Columns);
            double logit = Fill(random, x, effects);
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
            for (int column = 0; column < Columns; column++)
            {
                if (column % 3 != 1 && random.NextDouble() < 0.05)
                    x[column] = float.NaN;
            }
        }
        return new(values, labels);
    }

    private static double Fill(Random random, Span<float> x, double[][] effects)
    {
        for (int column = 0; column < Numeric; column++)
        {
            double value = Normal(random);
            x[column] = (float)(column < 30 ? value : column < 35 ? Math.Exp(value) : Math.Round(4 * value));
        }
        double logit = x[0] * x[1] + 0.8 * Math.Sin(2 * x[2]) + (x[3] > 0.5 ? 0.6 * x[4] : 0) + 0.5 * x[5] - 0.3 * Math.Abs(x[6]) + 0.2 * Math.Log(x[30]);
        for (int column = 7; column < 20; column++)
            logit += 0.15 * x[column];
        for (int i = 0; i < effects.Length; i++)
        {
            int level = random.Next(effects[i].Length);
            x[Numeric + i] = level;
            logit += effects[i][level];
        }
        return logit;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
