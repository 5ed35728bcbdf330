using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Kernels;

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
        (int lanes, Func<int, float> run) = Vector512.IsHardwareAccelerated ? (Lanes512.Count, Chains<Lanes512>)
            : Vector256.IsHardwareAccelerated ? (Lanes256.Count, Chains<Lanes256>) : (Lanes128.Count, (Func<int, float>)Chains<Lanes128>);
        double best = double.MaxValue;
        for (int i = 0; i < 9; i++)
        {
            long start = Stopwatch.GetTimestamp();
            float kept = run(Count);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            GC.KeepAlive(kept);
        }
        return Count * 10.0 * 2 * lanes / best / 1e9;
    }

    // Ten chains hide the latency of each.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Chains<TLanes>(int count) where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes f = TLanes.Of(0.999f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int n = 0; n < count; n++)
        {
            a = TLanes.MultiplyAdd(a, f, f);
            b = TLanes.MultiplyAdd(b, f, f);
            c = TLanes.MultiplyAdd(c, f, f);
            d = TLanes.MultiplyAdd(d, f, f);
            e = TLanes.MultiplyAdd(e, f, f);
            g = TLanes.MultiplyAdd(g, f, f);
            h = TLanes.MultiplyAdd(h, f, f);
            i = TLanes.MultiplyAdd(i, f, f);
            j = TLanes.MultiplyAdd(j, f, f);
            k = TLanes.MultiplyAdd(k, f, f);
        }
        return (a + b + c + d + e + g + h + i + j + k).Sum();
    }
}
