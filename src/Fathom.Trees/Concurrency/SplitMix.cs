namespace Fathom.Trees;

/// <summary>Random numbers one after another: SplitMix64 (Steele, Lea &amp; Flood 2014).</summary>
internal struct SplitMix
{
    private ulong _state;

    /// <summary>One stream of numbers for each combination of arguments.</summary>
    internal SplitMix(int seed, int stream)
    {
        _state = (uint)seed;
        _state = Next() ^ (uint)stream;
        _state = Next();
    }

    internal ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    internal double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>A whole number in [0, <paramref name="below"/>).</summary>
    internal int Below(int below) => (int)Math.BigMul(Next(), (ulong)(uint)below, out _);
}
