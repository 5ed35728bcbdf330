namespace Fathom.Validation;

/// <summary>
/// Geometric block lengths 1 + ⌊ln U / ln(1 − p)⌋ with p the chance that a block ends. The logarithm is looked up: its floor is the same all over most of the
/// intervals of width 1/2048 that U may fall in, and is computed in the others.
/// </summary>
internal sealed class GeometricLengths : IEquatable<GeometricLengths>
{
    private const int TableBits = 11;

    private readonly double _mean;
    private readonly double _scale;
    private readonly int[] _table = new int[1 << TableBits];

    public GeometricLengths(double mean)
    {
        _mean = mean;
        _scale = mean == 1 ? 0 : 1 / Math.Log(1 - 1 / mean);
        for (int i = 0; i < _table.Length; i++)
        {
            int first = Compute((ulong)i << (53 - TableBits)), last = Compute(((ulong)(i + 1) << (53 - TableBits)) - 1);
            _table[i] = first == last ? first : 0;
        }
    }

    /// <summary>The length that belongs to 64 uniform bits.</summary>
    public int From(ulong uniform)
    {
        ulong bits = uniform >> 11;
        int length = _table[(int)(bits >> (53 - TableBits))];
        return length > 0 ? length : Compute(bits);
    }

    /// <summary>Lengths are those of a mean, so that records which hold one compare by it.</summary>
    public bool Equals(GeometricLengths? other) => other is not null && _mean == other._mean;

    public override bool Equals(object? obj) => Equals(obj as GeometricLengths);

    public override int GetHashCode() => _mean.GetHashCode();

    private int Compute(ulong bits) => (int)Math.Min(int.MaxValue, 1 + Math.Floor(Math.Log((bits + 1) * (1.0 / (1UL << 53))) * _scale));
}
