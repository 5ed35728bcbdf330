using System.Numerics;

namespace Fathom.Validation;

/// <summary>
/// A stream of random numbers named by a seed and a number, so that work spread over threads draws the same whichever thread does it:
/// xoshiro256** (Blackman and Vigna 2021), its state filled by SplitMix64.
/// </summary>
internal struct RandomStream
{
    private ulong _s0, _s1, _s2, _s3;

    public RandomStream(int seed, long stream)
    {
        ulong mix = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL ^ BitOperations.RotateLeft((ulong)stream * 0xD1B54A32D192ED03UL, 32));
        _s0 = SplitMix(ref mix);
        _s1 = SplitMix(ref mix);
        _s2 = SplitMix(ref mix);
        _s3 = SplitMix(ref mix);
    }

    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform on (0, 1].</summary>
    public double NextPositive() => ((NextBits() >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0 … limit − 1 (Lemire's multiplication; the bias is below 2^-32 for any int).</summary>
    public int NextInt(int limit) => (int)Math.BigMul(NextBits(), (ulong)limit, out _);

    /// <summary>The same, with the fraction that is left over in units of 2^-64: uniform too, and independent of the number but for its last bits.</summary>
    public int NextInt(int limit, out ulong rest) => (int)Math.BigMul(NextBits(), (ulong)limit, out rest);

    /// <summary>Standard normal (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(NextPositive())) * Math.Cos(2 * Math.PI * NextPositive());

    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
