using System.Numerics;
using System.Runtime.InteropServices;

namespace Fathom.Optimizers;

/// <summary>The few whole-array operations that steps share, vectorised.</summary>
internal static class FlatMath
{
    // Sums within a block are single precision, sums of blocks double: the norm of millions of values keeps its digits.
    private const int Block = 4096;

    /// <summary>x ← factor · x.</summary>
    public static void Scale(Span<float> values, float factor)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> vector in vectors) vector *= factor;
        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..]) value *= factor;
    }

    /// <summary>average ← kept · average + (1 − kept) · x. The number of values is a multiple of 16.</summary>
    public static void Blend(Span<float> average, ReadOnlySpan<float> values, float kept)
    {
        Span<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(average);
        ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < a.Length; i++) a[i] = kept * a[i] + (1 - kept) * x[i];
    }

    /// <summary>sum ← sum + factor · x. The number of values is a multiple of 16.</summary>
    public static void Add(Span<float> sum, ReadOnlySpan<float> values, float factor)
    {
        Span<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(sum);
        ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < s.Length; i++) s[i] += factor * x[i];
    }

    /// <summary>x ← share · (sum + factor · x), sum ← 0. The number of values is a multiple of 16.</summary>
    public static void Drain(Span<float> sum, Span<float> values, float factor, float share)
    {
        Span<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(sum), x = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < x.Length; i++) x[i] = share * (s[i] + factor * x[i]);
        sum.Clear();
    }

    /// <summary>Whether no value is infinite or NaN. The number of values is a multiple of 16.</summary>
    public static bool AllFinite(ReadOnlySpan<float> values)
    {
        // 0 · x is 0 for every finite number and NaN for all else.
        Vector<float> sum = Vector<float>.Zero;
        foreach (Vector<float> vector in MemoryMarshal.Cast<float, Vector<float>>(values)) sum += vector * Vector<float>.Zero;
        return Vector.EqualsAll(sum, Vector<float>.Zero);
    }

    /// <summary>x ← x cut to ± a bound; NaN stays. The number of values is a multiple of 16.</summary>
    public static void Clamp(Span<float> values, float bound)
    {
        Vector<float> most = new(bound);
        foreach (ref Vector<float> vector in MemoryMarshal.Cast<float, Vector<float>>(values)) vector = Vector.Min(Vector.Max(vector, -most), most);
    }

    /// <summary>Σ x².</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        int whole = values.Length / Vector<float>.Count * Vector<float>.Count;
        double sum = SumOfSquares(values, [new(0, whole)], new(0, whole));
        foreach (float value in values[whole..]) sum += value * value;
        return sum;
    }

    /// <summary>Σ x² over a range, where all outside of the runs is zero: bit for bit the sum over all.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values, ReadOnlySpan<BufferRun> runs, BufferRun within)
    {
        double sum = 0;
        Vector<float> squares = Vector<float>.Zero;
        int blockEnd = 0;
        foreach (BufferRun run in runs)
        {
            BufferRun rest = run.Within(within);
            while (rest.Length > 0)
            {
                if (rest.Start >= blockEnd)
                {
                    sum += Vector.Sum(squares);
                    squares = Vector<float>.Zero;
                    blockEnd = (rest.Start / Block + 1) * Block;
                }
                int next = Math.Min(rest.End, blockEnd);
                squares = AddSquares(squares, values[rest.Start..next]);
                rest = rest with { Start = next };
            }
        }
        return sum + Vector.Sum(squares);
    }

    // The sum stays in a register.
    private static Vector<float> AddSquares(Vector<float> sum, ReadOnlySpan<float> values)
    {
        foreach (Vector<float> vector in MemoryMarshal.Cast<float, Vector<float>>(values)) sum += vector * vector;
        return sum;
    }
}
