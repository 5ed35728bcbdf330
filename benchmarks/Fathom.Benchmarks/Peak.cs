using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Benchmarks;

/// <summary>The most fused multiply-adds this machine can do, in the registers the kernels use.</summary>
internal static class Peak
{
    /// <summary>Billions of multiplications and additions a second, on some threads at once.</summary>
    public static double Measure(int threads)
    {
        double best = 0;
        for (int round = 0; round < 5; round++)
        {
            double[] speeds = new double[threads];
            Thread[] workers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => speeds[i] = Once()))];
            foreach (Thread worker in workers) worker.Start();
            foreach (Thread worker in workers) worker.Join();
            best = Math.Max(best, speeds.Sum());
        }
        return best;
    }

    private static double Once()
    {
        const int Count = 1_000_000;
        int lanes = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
        double best = double.MaxValue;
        for (int i = 0; i < 9; i++)
        {
            long start = Stopwatch.GetTimestamp();
            float kept = lanes == 16 ? Wide(Count) : lanes == 8 ? Middle(Count) : Narrow(Count);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            GC.KeepAlive(kept);
        }
        return Count * 10.0 * 2 * lanes / best / 1e9;
    }

    // Ten chains hide the latency of each.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Wide(int count)
    {
        Vector512<float> f = Vector512.Create(0.999f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int n = 0; n < count; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, f, f);
            b = Vector512.FusedMultiplyAdd(b, f, f);
            c = Vector512.FusedMultiplyAdd(c, f, f);
            d = Vector512.FusedMultiplyAdd(d, f, f);
            e = Vector512.FusedMultiplyAdd(e, f, f);
            g = Vector512.FusedMultiplyAdd(g, f, f);
            h = Vector512.FusedMultiplyAdd(h, f, f);
            i = Vector512.FusedMultiplyAdd(i, f, f);
            j = Vector512.FusedMultiplyAdd(j, f, f);
            k = Vector512.FusedMultiplyAdd(k, f, f);
        }
        return Vector512.Sum(a + b + c + d + e + g + h + i + j + k);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Middle(int count)
    {
        Vector256<float> f = Vector256.Create(0.999f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int n = 0; n < count; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, f, f);
            b = Vector256.FusedMultiplyAdd(b, f, f);
            c = Vector256.FusedMultiplyAdd(c, f, f);
            d = Vector256.FusedMultiplyAdd(d, f, f);
            e = Vector256.FusedMultiplyAdd(e, f, f);
            g = Vector256.FusedMultiplyAdd(g, f, f);
            h = Vector256.FusedMultiplyAdd(h, f, f);
            i = Vector256.FusedMultiplyAdd(i, f, f);
            j = Vector256.FusedMultiplyAdd(j, f, f);
            k = Vector256.FusedMultiplyAdd(k, f, f);
        }
        return Vector256.Sum(a + b + c + d + e + g + h + i + j + k);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Narrow(int count)
    {
        Vector128<float> f = Vector128.Create(0.999f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int n = 0; n < count; n++)
        {
            a = Vector128.FusedMultiplyAdd(a, f, f);
            b = Vector128.FusedMultiplyAdd(b, f, f);
            c = Vector128.FusedMultiplyAdd(c, f, f);
            d = Vector128.FusedMultiplyAdd(d, f, f);
            e = Vector128.FusedMultiplyAdd(e, f, f);
            g = Vector128.FusedMultiplyAdd(g, f, f);
            h = Vector128.FusedMultiplyAdd(h, f, f);
            i = Vector128.FusedMultiplyAdd(i, f, f);
            j = Vector128.FusedMultiplyAdd(j, f, f);
            k = Vector128.FusedMultiplyAdd(k, f, f);
        }
        return Vector128.Sum(a + b + c + d + e + g + h + i + j + k);
    }
}
