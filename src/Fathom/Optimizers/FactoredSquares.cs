using System.Numerics;
using System.Runtime.InteropServices;

namespace Fathom.Optimizers;

/// <summary>
/// Mean squares of gradients kept for rows and columns, v = (r / mean r) c (Shazeer and Stern 2018, algorithm 4), over matrices that lie one after the other.
/// </summary>
internal sealed class FactoredSquares
{
    // Sums of so many rows are single precision, sums of those double: columns of millions of rows keep their digits.
    private const int Block = 128;

    private double[] _sums = [];
    private float[] _columns = [];

    /// <summary>Takes squared gradients into rows and columns.</summary>
    /// <returns>Σ g² / v.</returns>
    public double Blend(ReadOnlySpan<float> gradients, Span<float> rows, Span<float> columns, int height, int width, float kept, float epsilon)
    {
        if (_columns.Length < width) (_sums, _columns) = (new double[width], new float[width]);
        double total = 0;
        for (int matrix = 0; matrix * height * width < gradients.Length; matrix++)
        {
            ReadOnlySpan<float> g = gradients.Slice(matrix * height * width, height * width);
            Span<float> r = rows.Slice(matrix * height, height), c = columns.Slice(matrix * width, width);
            Span<float> block = _columns.AsSpan(0, width);
            Span<double> sums = _sums.AsSpan(0, width);
            sums.Clear();
            for (int first = 0; first < height; first += Block)
            {
                block.Clear();
                for (int row = first; row < Math.Min(first + Block, height); row++)
                    r[row] = kept * r[row] + (1 - kept) * (AddSquares(g.Slice(row * width, width), block, epsilon) / width);
                for (int column = 0; column < width; column++) sums[column] += block[column];
            }
            for (int column = 0; column < width; column++) c[column] = kept * c[column] + (1 - kept) * (float)(sums[column] / height);
            Span<float> factors = ColumnFactors(c);
            double mean = Mean(r);
            for (int row = 0; row < height; row++) total += SumOfSquaredProducts(g.Slice(row * width, width), factors) * (mean / r[row]);
        }
        return total;
    }

    /// <summary>w ← w − step g / √v.</summary>
    public void Apply(Span<float> values, ReadOnlySpan<float> gradients, ReadOnlySpan<float> rows, ReadOnlySpan<float> columns, int height, int width, float step)
    {
        for (int matrix = 0; matrix * height * width < values.Length; matrix++)
        {
            ReadOnlySpan<float> r = rows.Slice(matrix * height, height);
            Span<float> factors = ColumnFactors(columns.Slice(matrix * width, width));
            double mean = Mean(r);
            for (int row = 0; row < height; row++)
            {
                int start = (matrix * height + row) * width;
                Subtract(values.Slice(start, width), gradients.Slice(start, width), factors, step * (float)Math.Sqrt(mean / r[row]));
            }
        }
    }

    /// <summary>v itself, row-major.</summary>
    public static float[] Product(ReadOnlySpan<float> rows, ReadOnlySpan<float> columns, int height, int width)
    {
        float[] product = new float[rows.Length * width];
        for (int row = 0; row < rows.Length; row++)
        {
            int matrix = row / height;
            double factor = rows[row] / Mean(rows.Slice(matrix * height, height));
            for (int column = 0; column < width; column++) product[row * width + column] = (float)(factor * columns[matrix * width + column]);
        }
        return product;
    }

    /// <summary>The same without rows and columns: v ← kept v + (1 − kept)(g² + ε).</summary>
    /// <returns>Σ g² / v.</returns>
    public static double BlendEach(ReadOnlySpan<float> gradients, Span<float> squares, float kept, float epsilon)
    {
        double total = 0;
        for (int i = 0; i < gradients.Length; i++)
        {
            float square = gradients[i] * gradients[i];
            squares[i] = kept * squares[i] + (1 - kept) * (square + epsilon);
            total += square / squares[i];
        }
        return total;
    }

    /// <summary>w ← w − step g / √v.</summary>
    public static void ApplyEach(Span<float> values, ReadOnlySpan<float> gradients, ReadOnlySpan<float> squares, float step)
    {
        for (int i = 0; i < values.Length; i++) values[i] -= step * gradients[i] / MathF.Sqrt(squares[i]);
    }

    // 1 / √c: one root per column instead of one per value.
    private Span<float> ColumnFactors(ReadOnlySpan<float> columns)
    {
        Span<float> factors = _columns.AsSpan(0, columns.Length);
        for (int i = 0; i < factors.Length; i++) factors[i] = 1 / MathF.Sqrt(columns[i]);
        return factors;
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += value;
        return sum / values.Length;
    }

    private static float AddSquares(ReadOnlySpan<float> row, Span<float> columns, float epsilon)
    {
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(row);
        Span<Vector<float>> c = MemoryMarshal.Cast<float, Vector<float>>(columns);
        Vector<float> sum = Vector<float>.Zero, small = new(epsilon);
        for (int i = 0; i < g.Length; i++)
        {
            Vector<float> square = g[i] * g[i] + small;
            c[i] += square;
            sum += square;
        }
        float total = Vector.Sum(sum);
        for (int i = g.Length * Vector<float>.Count; i < row.Length; i++)
        {
            float square = row[i] * row[i] + epsilon;
            columns[i] += square;
            total += square;
        }
        return total;
    }

    private static double SumOfSquaredProducts(ReadOnlySpan<float> row, ReadOnlySpan<float> factors)
    {
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(row), f = MemoryMarshal.Cast<float, Vector<float>>(factors);
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < g.Length; i++)
        {
            Vector<float> product = g[i] * f[i];
            sum += product * product;
        }
        float total = Vector.Sum(sum);
        for (int i = g.Length * Vector<float>.Count; i < row.Length; i++) total += row[i] * factors[i] * (row[i] * factors[i]);
        return total;
    }

    private static void Subtract(Span<float> values, ReadOnlySpan<float> row, ReadOnlySpan<float> factors, float step)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(row), f = MemoryMarshal.Cast<float, Vector<float>>(factors);
        for (int i = 0; i < w.Length; i++) w[i] -= step * (g[i] * f[i]);
        for (int i = w.Length * Vector<float>.Count; i < values.Length; i++) values[i] -= step * (row[i] * factors[i]);
    }
}
