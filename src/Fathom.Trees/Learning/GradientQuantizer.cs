using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Packs one output's derivatives of the chosen rows for the histograms.</summary>
internal sealed unsafe class GradientQuantizer(RoundGradients gradients, RowPartition rows, PackedDerivatives packed, int outputs, int seed, Workers workers)
{
    /// <summary>Packs the derivatives and returns whether their sums are to be trusted.</summary>
    /// <returns>Whether most rows are heavy enough not to drown in rounding.</returns>
    /// <exception cref="ArgumentException">The derivatives overflow single precision.</exception>
    internal bool Pack(int round, int output)
    {
        double gradientSum = Sum(gradients.Gradients, output), hessianSum = Sum(gradients.Hessians, output);
        RoundGradients.CheckFinite(gradientSum, hessianSum, round);
        var scale = new FixedPointScale(gradientSum, hessianSum);
        packed.Scale = scale;
        var random = new CounterHash(seed, round, RandomPurpose.Rounding(output));
        long drowned = 0;
        bool isDense = outputs == 1 && rows.IsComplete;
        workers.ForRows(rows.Count, 3, (start, end) =>
        {
            int own = 0;
            for (int i = isDense ? PackEights(start, end, scale, random, ref own) : start; i < end; i++)
            {
                int row = rows.Rows[i], at = row * outputs + output;
                float gradient = gradients.Gradients[at], hessian = gradients.Hessians[at];
                packed.Packed[row] = scale.Pack(gradient, hessian, random.At(row));
                own += scale.Drowns(gradient, hessian) ? 1 : 0;
            }
            Interlocked.Add(ref drowned, own);
        });
        return 2 * drowned <= rows.Count;
    }

    /// <summary>Packs neighbouring rows as far as they come in eights, counts those that drown, and returns the row after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PackEights(int start, int end, FixedPointScale scale, CounterHash random, ref int drowned)
    {
        int row = start;
        for (; row + Vector256<int>.Count <= end; row += Vector256<int>.Count)
            drowned += PackEight(row, scale, random);
        return row;
    }

    /// <summary>Packs eight neighbouring rows and returns how many drown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PackEight(int row, FixedPointScale scale, CounterHash random)
    {
        Vector256<float> gradient = Vector256.Create(gradients.Gradients.AsSpan(row)), hessian = Vector256.Create(gradients.Hessians.AsSpan(row));
        Vector256<uint> bits = random.EightAt(row);
        (Vector256<double> gradientLow, Vector256<double> gradientHigh) = Vector256.Widen(gradient);
        (Vector256<double> hessianLow, Vector256<double> hessianHigh) = Vector256.Widen(hessian);
        (Vector256<double> lowLow, Vector256<double> lowHigh) = Vector256.Widen(Vector256.ConvertToSingle((bits & Vector256.Create(0xffffu)).AsInt32()));
        (Vector256<double> highLow, Vector256<double> highHigh) = Vector256.Widen(Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bits, 16).AsInt32()));
        scale.Pack(gradientLow, hessianLow, lowLow, highLow).Store(packed.Packed + row);
        scale.Pack(gradientHigh, hessianHigh, lowHigh, highHigh).Store(packed.Packed + row + Vector256<long>.Count);
        return scale.CountDrowned(gradient, hessian);
    }

    private double Sum(float[] derivatives, int output)
    {
        if (outputs == 1 && rows.IsComplete)
            return workers.SumRows(rows.Count, 1, (start, end) => SumOfSizes(derivatives.AsSpan(start, end - start)));
        return workers.SumRows(rows.Count, 1, (start, end) =>
        {
            double sum = 0;
            for (int i = start; i < end; i++)
                sum += Math.Abs(derivatives[rows.Rows[i] * outputs + output]);
            return sum;
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSizes(ReadOnlySpan<float> values)
    {
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        for (; i + Vector256<float>.Count <= values.Length; i += Vector256<float>.Count)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Abs(Vector256.Create(values[i..])));
            sums += low + high;
        }
        double sum = Vector256.Sum(sums);
        for (; i < values.Length; i++)
            sum += Math.Abs(values[i]);
        return sum;
    }
}
