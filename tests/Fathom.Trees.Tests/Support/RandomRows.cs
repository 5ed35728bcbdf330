namespace Fathom.Trees.Tests.Support;

/// <summary>Random inputs with missing values and ties, and targets that depend on them.</summary>
internal sealed class RandomRows
{
    private RandomRows(float[,] values, double[] targets)
    {
        Values = values;
        Targets = targets;
        Features = Features.FromRows(values);
    }

    internal float[,] Values { get; }

    internal double[] Targets { get; }

    internal Features Features { get; }

    internal int Count => Targets.Length;

    /// <param name="seed">Draws repeat with it.</param>
    /// <param name="count">Rows.</param>
    /// <param name="columns">At least 3; every third holds a few distinct values only.</param>
    /// <param name="missing">The share of missing values in every second column.</param>
    internal static RandomRows Draw(int seed, int count, int columns, double missing = 0)
    {
        var random = new Random(seed);
        var values = new float[count, columns];
        var targets = new double[count];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double value = Normal(random);
                values[row, column] = (float)(column % 3 == 2 ? Math.Round(value * 2) : value);
            }
            targets[row] = 2 * values[row, 0] * values[row, 1] + Math.Sin(values[row, 2]) + 0.5 * Normal(random);
            for (int column = 0; column < columns; column += 2)
            {
                if (random.NextDouble() < missing)
                    values[row, column] = float.NaN;
            }
        }
        return new(values, targets);
    }

    /// <summary>Classes by equal-sized ranges of the target.</summary>
    internal int[] Classes(int classes)
    {
        double[] sorted = [.. Targets.Order()];
        return Array.ConvertAll(Targets, target =>
        {
            int rank = Array.BinarySearch(sorted, target);
            return (int)((long)rank * classes / sorted.Length);
        });
    }

    internal static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
