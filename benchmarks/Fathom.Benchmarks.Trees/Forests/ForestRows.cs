using System.Runtime.InteropServices;
using Fathom.Trees;

namespace Fathom.Benchmarks.Trees.Forests;

/// <summary>Rows of uniform numbers, half of the columns rounded to 64 values, with a class and a target that depend on five of them.</summary>
internal sealed class ForestRows
{
    internal ForestRows(int rows, int columns)
    {
        var random = new Random(1);
        Table = new float[2 * rows * (columns + 2)];
        for (int row = 0; row < 2 * rows; row++)
        {
            Span<float> cells = Table.AsSpan(row * (columns + 2), columns + 2);
            for (int column = 0; column < columns; column++)
            {
                double value = random.NextDouble();
                cells[column] = (float)(column % 2 == 1 ? Math.Round(64 * value) / 64 : value);
            }
            double signal = 2 * cells[0] + 2 * cells[1] * cells[2] + cells[3] * cells[4] + Math.Sin(6 * cells[5]) - 1.8;
            cells[columns] = random.NextDouble() < 1 / (1 + Math.Exp(-2 * signal)) ? 1 : 0;
            cells[columns + 1] = (float)(signal + random.NextDouble());
        }
        Training = new(Part(0, rows, columns), rows, Labels(0, rows, columns), Labels(0, rows, columns + 1));
        Test = new(Part(rows, rows, columns), rows, Labels(rows, rows, columns), Labels(rows, rows, columns + 1));

        Features Part(int start, int count, int width) =>
            Features.FromColumns([.. Enumerable.Range(0, width).Select(column => (FeatureColumn)Array.ConvertAll(Labels(start, count, column), value => (float)value))]);

        double[] Labels(int start, int count, int column) => [.. Enumerable.Range(start, count).Select(row => (double)Table[row * (columns + 2) + column])];
    }

    /// <summary>Row-major: the columns, the class and the target; training rows first.</summary>
    internal float[] Table { get; }

    internal Part Training { get; }

    internal Part Test { get; }

    internal void Write(string path) => File.WriteAllBytes(path, MemoryMarshal.AsBytes(Table.AsSpan()));

    internal sealed record Part(Features Features, int Count, double[] Classes, double[] Targets);
}
