using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Kernels;

/// <summary>Samples, each a run of numbers, into lanes and back.</summary>
internal static unsafe class Transposition
{
    /// <summary>Of how many timesteps samples are read or written together: a sample lies far from the next, and is then touched in one run of a kilobyte.</summary>
    public static int Run(int width) => Math.Clamp(256 / width, 1, 8);

    /// <summary>How many samples are turned at once, where the processor can.</summary>
    public const int Together = 8;

    /// <summary>Reads samples into rows; lanes beyond them stay as they are.</summary>
    /// <param name="source">The first sample.</param>
    /// <param name="sampleStride">From one sample to the next.</param>
    /// <param name="width">Numbers per sample, and rows.</param>
    /// <param name="samples">How many.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="rowStride">From one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(float* source, long sampleStride, int width, int samples, float* rows, int rowStride)
    {
        int eights = Avx.IsSupported ? samples & ~7 : 0, whole = Sse.IsSupported ? samples & ~3 : 0, even = width & ~3;
        for (int sample = 0; sample < eights; sample += 8, source += 8 * sampleStride, rows += 8)
        {
            float* a = source, b = a + sampleStride, c = b + sampleStride, d = c + sampleStride, to = rows;
            nint half = (nint)(4 * sampleStride);
            for (int i = 0; i < even; i += 4, to += 4 * rowStride)
            {
                (Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3) = Turn(Join(a + i, half), Join(b + i, half), Join(c + i, half), Join(d + i, half));
                r0.Store(to);
                r1.Store(to + rowStride);
                r2.Store(to + 2 * rowStride);
                r3.Store(to + 3 * rowStride);
            }
            for (int i = even; i < width; i++, to += rowStride)
                Vector256.Create(a[i], b[i], c[i], d[i], (a + half)[i], (b + half)[i], (c + half)[i], (d + half)[i]).Store(to);
        }
        for (int sample = eights; sample < whole; sample += 4, source += 4 * sampleStride, rows += 4)
        {
            float* a = source, b = a + sampleStride, c = b + sampleStride, d = c + sampleStride, to = rows;
            for (int i = 0; i < even; i += 4, to += 4 * rowStride)
            {
                (Vector128<float> r0, Vector128<float> r1, Vector128<float> r2, Vector128<float> r3) =
                    Turn(Vector128.Load(a + i), Vector128.Load(b + i), Vector128.Load(c + i), Vector128.Load(d + i));
                r0.Store(to);
                r1.Store(to + rowStride);
                r2.Store(to + 2 * rowStride);
                r3.Store(to + 3 * rowStride);
            }
            for (int i = even; i < width; i++, to += rowStride) Vector128.Create(a[i], b[i], c[i], d[i]).Store(to);
        }
        for (int sample = whole; sample < samples; sample++, source += sampleStride, rows++)
            for (int i = 0; i < width; i++)
                rows[(long)i * rowStride] = source[i];
    }

    /// <summary>Writes rows out as samples.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="rowStride">From one row to the next.</param>
    /// <param name="width">Numbers per sample, and rows.</param>
    /// <param name="samples">How many.</param>
    /// <param name="target">The first sample.</param>
    /// <param name="sampleStride">From one sample to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* rows, int rowStride, int width, int samples, float* target, long sampleStride)
    {
        int eights = Avx.IsSupported ? samples & ~7 : 0, whole = Sse.IsSupported ? samples & ~3 : 0, even = width & ~3;
        for (int sample = 0; sample < eights; sample += 8, target += 8 * sampleStride, rows += 8)
        {
            float* a = target, b = a + sampleStride, c = b + sampleStride, d = c + sampleStride, from = rows;
            nint half = (nint)(4 * sampleStride);
            for (int i = 0; i < even; i += 4, from += 4 * rowStride)
            {
                (Vector256<float> s0, Vector256<float> s1, Vector256<float> s2, Vector256<float> s3) =
                    Turn(Vector256.Load(from), Vector256.Load(from + rowStride), Vector256.Load(from + 2 * rowStride), Vector256.Load(from + 3 * rowStride));
                Part(s0, a + i, half);
                Part(s1, b + i, half);
                Part(s2, c + i, half);
                Part(s3, d + i, half);
            }
            for (int i = even; i < width; i++, from += rowStride)
                (a[i], b[i], c[i], d[i], (a + half)[i], (b + half)[i], (c + half)[i], (d + half)[i]) = (from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]);
        }
        for (int sample = eights; sample < whole; sample += 4, target += 4 * sampleStride, rows += 4)
        {
            float* a = target, b = a + sampleStride, c = b + sampleStride, d = c + sampleStride, from = rows;
            for (int i = 0; i < even; i += 4, from += 4 * rowStride)
            {
                (Vector128<float> s0, Vector128<float> s1, Vector128<float> s2, Vector128<float> s3) =
                    Turn(Vector128.Load(from), Vector128.Load(from + rowStride), Vector128.Load(from + 2 * rowStride), Vector128.Load(from + 3 * rowStride));
                s0.Store(a + i);
                s1.Store(b + i);
                s2.Store(c + i);
                s3.Store(d + i);
            }
            for (int i = even; i < width; i++, from += rowStride) (a[i], b[i], c[i], d[i]) = (from[0], from[1], from[2], from[3]);
        }
        for (int sample = whole; sample < samples; sample++, target += sampleStride, rows++)
            for (int i = 0; i < width; i++)
                target[i] = rows[(long)i * rowStride];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Join(float* first, nint half) => Vector256.Create(Vector128.Load(first), Vector128.Load(first + half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Part(Vector256<float> values, float* first, nint half)
    {
        values.GetLower().Store(first);
        values.GetUpper().Store(first + half);
    }

    // Twice four by four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) Turn(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), abHigh = Avx.UnpackHigh(a, b), cdHigh = Avx.UnpackHigh(c, d);
        return (Avx.Shuffle(ab, cd, 0x44), Avx.Shuffle(ab, cd, 0xEE), Avx.Shuffle(abHigh, cdHigh, 0x44), Avx.Shuffle(abHigh, cdHigh, 0xEE));
    }

    // Four by four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float>, Vector128<float>, Vector128<float>, Vector128<float>) Turn(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
        return (Sse.MoveLowToHigh(ab, cd), Sse.MoveHighToLow(cd, ab), Sse.MoveLowToHigh(abHigh, cdHigh), Sse.MoveHighToLow(cdHigh, abHigh));
    }
}
