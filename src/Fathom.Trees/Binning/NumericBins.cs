using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Trees;

/// <summary>Bins 1 to <see cref="Count"/> − 1 hold the values in ascending order.</summary>
internal sealed unsafe class NumericBins : FeatureBins
{
    private readonly float[] _cuts;

    /// <summary>The cuts and, up to a power of two less one, NaN: every search takes the same steps.</summary>
    private readonly float[] _padded;

    internal NumericBins(float[] cuts)
    {
        _cuts = cuts;
        _padded = new float[BitOperations.RoundUpToPowerOf2((uint)cuts.Length + 1) - 1];
        _padded.AsSpan().Fill(float.NaN);
        cuts.CopyTo(_padded, 0);
    }

    internal override int Count => _cuts.Length + 2;

    /// <summary>The threshold t for which "value &lt; t" means "bin at most <paramref name="bin"/>"; infinite for the last bin.</summary>
    internal float ThresholdAbove(int bin) => bin <= _cuts.Length ? _cuts[bin - 1] : float.PositiveInfinity;

    /// <summary>1 plus the number of cuts at or below the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void BinsOf(ReadOnlySpan<float> values, Span<int> bins)
    {
        int i = 0, half = (_padded.Length + 1) / 2;
        fixed (float* cuts = _padded)
        {
            for (; Avx2.IsSupported && i + Vector256<float>.Count <= values.Length; i += Vector256<float>.Count)
            {
                Vector256<float> value = Vector256.Create(values[i..]);
                Vector256<int> below = Vector256<int>.Zero;
                for (int step = half; step > 0; step >>= 1)
                {
                    Vector256<float> cut = Avx2.GatherVector256(cuts, below + Vector256.Create(step - 1), sizeof(float));
                    below += Vector256.LessThanOrEqual(cut, value).AsInt32() & Vector256.Create(step);
                }
                (below + Vector256<int>.One & Vector256.Equals(value, value).AsInt32()).CopyTo(bins[i..]);
            }
            for (; i < values.Length; i++)
            {
                int below = 0;
                for (int step = half; step > 0; step >>= 1)
                    below += cuts[below + step - 1] <= values[i] ? step : 0;
                bins[i] = float.IsNaN(values[i]) ? 0 : below + 1;
            }
        }
    }
}
