namespace Fathom.Validation.Tests;

/// <summary>NumPy's RandomState: Mersenne Twister seeded by init_genrand, doubles of 53 bits, normals by the polar method.</summary>
internal sealed class NumpyRandom
{
    private readonly uint[] _state = new uint[624];
    private int _at = 624;
    private double? _spare;

    public NumpyRandom(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < 624; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + i;
    }

    public double Normal()
    {
        if (_spare is double spare)
        {
            _spare = null;
            return spare;
        }

        double x, y, r;
        do
        {
            x = 2 * Uniform() - 1;
            y = 2 * Uniform() - 1;
            r = x * x + y * y;
        }
        while (r is >= 1 or 0);
        double f = Math.Sqrt(-2 * Math.Log(r) / r);
        _spare = f * x;
        return f * y;
    }

    public double[] Normals(int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = Normal();
        return values;
    }

    public double Uniform() => ((Next() >> 5) * 67108864.0 + (Next() >> 6)) / 9007199254740992.0;

    private uint Next()
    {
        if (_at == 624)
        {
            for (int i = 0; i < 624; i++)
            {
                uint y = (_state[i] & 0x80000000u) | (_state[(i + 1) % 624] & 0x7fffffffu);
                _state[i] = _state[(i + 397) % 624] ^ (y >> 1) ^ ((y & 1) * 0x9908b0dfu);
            }

            _at = 0;
        }

        uint z = _state[_at++];
        z ^= z >> 11;
        z ^= (z << 7) & 0x9d2c5680u;
        z ^= (z << 15) & 0xefc60000u;
        return z ^ (z >> 18);
    }
}
