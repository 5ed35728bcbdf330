using System.Runtime.InteropServices;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Draws the masks of one layer from a sequence of its own, seeded when the layer is made: masks repeat bit for bit on every device, whatever else
/// draws at the same time.
/// </summary>
internal sealed class DropoutMask
{
    private ulong _state = (uint)Seeds.Next();

    /// <summary>A mask of zeros (with probability <paramref name="rate"/>) and 1 / (1 − rate), so that sums keep their expectation.</summary>
    public Tensor Draw(float rate, ReadOnlySpan<long> shape, Device device)
    {
        Tensor mask = empty(shape, dtype: float32);
        Fill(mask.Floats(), rate);
        return device.type == DeviceType.CPU ? mask : mask.to(device);
    }

    /// <summary>A rate as every dropping layer takes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public static float CheckRate(float rate, string name) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(name, rate, "A dropout rate is the fraction dropped, from 0 up to but without 1.");

    // Two draws from each number of the SplitMix64 sequence (Steele, Lea and Flood 2014), without branches, which random data would mispredict: many
    // times as fast as the tensor library's Bernoulli draws.
    private void Fill(Span<float> values, float rate)
    {
        long threshold = (long)(rate * 4294967296.0);
        uint kept = BitConverter.SingleToUInt32Bits(1 / (1 - rate));
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        for (int i = 0; i < bits.Length; i += 2)
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            // The difference is negative, all ones after the shift, where the draw is below the threshold.
            bits[i] = kept & (uint)~(((long)(uint)z - threshold) >> 63);
            if (i + 1 < bits.Length) bits[i + 1] = kept & (uint)~(((long)(z >> 32) - threshold) >> 63);
        }
    }
}
