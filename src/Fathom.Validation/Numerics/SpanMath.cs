using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fathom.Validation;

/// <summary>Sums over spans, vectorised, in an order that depends on the vector width only.</summary>
internal static class SpanMath
{
    public static double Sum(ReadOnlySpan<double> x)
    {
        Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero, c = Vector<double>.Zero, d = Vector<double>.Zero;
        int width = Vector<double>.Count, i = 0;
        ref double x0 = ref MemoryMarshal.GetReference(x);
        for (; i <= x.Length - 4 * width; i += 4 * width)
        {
            a += Vector.LoadUnsafe(ref x0, (nuint)i);
            b += Vector.LoadUnsafe(ref x0, (nuint)(i + width));
            c += Vector.LoadUnsafe(ref x0, (nuint)(i + 2 * width));
            d += Vector.LoadUnsafe(ref x0, (nuint)(i + 3 * width));
        }

        double sum = Vector.Sum(a + b + (c + d));
        for (; i < x.Length; i++)
            sum += x[i];
        return sum;
    }

    public static double Mean(ReadOnlySpan<double> x) => Sum(x) / x.Length;

    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero;
        int width = Vector<double>.Count, i = 0;
        ref double x0 = ref MemoryMarshal.GetReference(x);
        ref double y0 = ref MemoryMarshal.GetReference(y[..x.Length]);
        for (; i <= x.Length - 2 * width; i += 2 * width)
        {
            a += Vector.LoadUnsafe(ref x0, (nuint)i) * Vector.LoadUnsafe(ref y0, (nuint)i);
            b += Vector.LoadUnsafe(ref x0, (nuint)(i + width)) * Vector.LoadUnsafe(ref y0, (nuint)(i + width));
        }

        double sum = Vector.Sum(a + b);
        for (; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>Σ (x − centre)².</summary>
    public static double SumOfSquares(ReadOnlySpan<double> x, double centre)
    {
        Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero, c = Vector<double>.Zero, d = Vector<double>.Zero, off = new(centre);
        int width = Vector<double>.Count, i = 0;
        ref double x0 = ref MemoryMarshal.GetReference(x);
        for (; i <= x.Length - 4 * width; i += 4 * width)
        {
            Vector<double> first = Vector.LoadUnsafe(ref x0, (nuint)i) - off, second = Vector.LoadUnsafe(ref x0, (nuint)(i + width)) - off;
            Vector<double> third = Vector.LoadUnsafe(ref x0, (nuint)(i + 2 * width)) - off, fourth = Vector.LoadUnsafe(ref x0, (nuint)(i + 3 * width)) - off;
            a += first * first;
            b += second * second;
            c += third * third;
            d += fourth * fourth;
        }

        double sum = Vector.Sum(a + b + (c + d));
        for (; i < x.Length; i++)
            sum += (x[i] - centre) * (x[i] - centre);
        return sum;
    }

    /// <summary>A copy with the mean taken off.</summary>
    public static double[] Demean(ReadOnlySpan<double> x)
    {
        double mean = Mean(x);
        var centred = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            centred[i] = x[i] - mean;
        return centred;
    }

    /// <summary>Autocovariances at lags 0 … <paramref name="lags"/> of a series whose mean is already zero, each divided by the full length.</summary>
    public static double[] Autocovariances(ReadOnlySpan<double> centred, int lags)
    {
        var gamma = new double[lags + 1];
        for (int k = 0; k <= lags; k++)
            gamma[k] = Dot(centred[k..], centred[..^k]) / centred.Length;
        return gamma;
    }

    /// <summary>Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, NumPy's default).</summary>
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="probability">From 0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        double at = Math.Clamp(probability, 0, 1) * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>Refuses NaN and infinity.</summary>
    public static void CheckFinite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"{name}[{i}] is {values[i]}: remove or fill missing and infinite values first.", name);
        }
    }

    /// <summary>Refuses a series that is too short.</summary>
    public static void CheckLength(ReadOnlySpan<double> values, int least, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        if (values.Length < least)
            throw new ArgumentException($"{name} has {values.Length} observations; at least {least} are needed.", name);
    }

    /// <summary>Refuses two spans of unequal length, or of none.</summary>
    public static void CheckPair(ReadOnlySpan<double> first, ReadOnlySpan<double> second,
        [CallerArgumentExpression(nameof(first))] string? firstName = null, [CallerArgumentExpression(nameof(second))] string? secondName = null)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{firstName} has {first.Length} values but {secondName} has {second.Length}: give one of each per observation.", secondName);
        if (first.IsEmpty)
            throw new ArgumentException($"{firstName} is empty.", firstName);
    }
}
