namespace Fathom.Trees;

/// <summary>Orders rows by the size of their derivatives, to about 1 %: by a float's exponent and 7 bits more.</summary>
internal sealed class GradientSizes
{
    private const int KeyShift = 16;
    private const int KeyCount = 1 << (31 - KeyShift);

    private readonly uint[] _keys;
    private readonly Workers _workers;
    private readonly int[] _counts = new int[KeyCount];

    internal GradientSizes(int rows, Workers workers)
    {
        _keys = new uint[rows];
        _workers = workers;
    }

    /// <summary>Measures all rows.</summary>
    /// <param name="sizeOf">The size of a row's derivatives, not negative.</param>
    internal void Measure(Func<int, float> sizeOf)
    {
        _workers.ForRows(_keys.Length, 6, (start, end) =>
        {
            for (int row = start; row < end; row++)
                _keys[row] = BitConverter.SingleToUInt32Bits(sizeOf(row)) >> KeyShift & (KeyCount - 1);
        });
        Array.Clear(_counts);
        foreach (uint key in _keys)
            _counts[key]++;
    }

    /// <summary>A row's key: greater for greater sizes.</summary>
    internal uint KeyOf(int row) => _keys[row];

    /// <summary>The key that at least so many rows reach.</summary>
    internal uint Reached(long wanted)
    {
        uint key = KeyCount - 1;
        for (long reached = _counts[key]; reached < wanted && key > 0; reached += _counts[key])
            key--;
        return key;
    }

    /// <summary>The μ for which Σ min(1, size/μ) is so many rows.</summary>
    internal double Threshold(double wanted)
    {
        // From the smallest sizes up: those below μ count size/μ, those above it 1.
        double below = 0;
        long above = _keys.Length;
        for (uint key = 0; key < KeyCount; key++)
        {
            if (_counts[key] == 0)
                continue;
            double size = BitConverter.UInt32BitsToSingle(key << KeyShift | 1u << (KeyShift - 1));
            if (below > 0 && above + below / size <= wanted)
                break;
            below += size * _counts[key];
            above -= _counts[key];
            if (above < wanted && below / (wanted - above) <= NextSize(key))
                return below / (wanted - above);
        }
        return double.Epsilon;
    }

    private double NextSize(uint key)
    {
        for (uint next = key + 1; next < KeyCount; next++)
        {
            if (_counts[next] > 0)
                return BitConverter.UInt32BitsToSingle(next << KeyShift | 1u << (KeyShift - 1));
        }
        return double.PositiveInfinity;
    }
}
