using System.Runtime.InteropServices;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// A sequence of random numbers that belongs to one layer, seeded when the layer is made: what it draws repeats bit for bit on every device, whatever
/// else draws at the same time. Made with <see cref="Layer.AddRandomStream"/>, it is kept in checkpoints.
/// </summary>
public sealed class RandomStream
{
    internal RandomStream() => State = (uint)Seeds.Next();

    /// <summary>Where in the sequence the next draw is.</summary>
    internal ulong State { get; set; }

    /// <summary>A mask of zeros (with probability <paramref name="rate"/>) and 1 / (1 − rate), so that sums keep their expectation.</summary>
    /// <param name="rate">In [0, 1).</param>
    /// <param name="shape">The axes of the mask.</param>
    /// <param name="device">Where it is needed.</param>
    /// <returns>Single precision.</returns>
    public Tensor DropoutMask(float rate, ReadOnlySpan<long> shape, Device device)
    {
        Tensor mask = empty(shape, dtype: float32);
        FillMask(mask.Floats(), rate);
        return At(mask, device);
    }

    /// <summary>Uniform draws from [0, 1).</summary>
    /// <param name="shape">The axes.</param>
    /// <param name="device">Where they are needed.</param>
    /// <returns>Single precision.</returns>
    public Tensor Uniform(ReadOnlySpan<long> shape, Device device)
    {
        Tensor draws = empty(shape, dtype: float32);
        foreach (ref float value in draws.Floats()) value = (Next() >> 40) * (1f / (1 << 24));
        return At(draws, device);
    }

    /// <summary>Draws from the standard normal distribution (Box and Muller 1958).</summary>
    /// <param name="shape">The axes.</param>
    /// <param name="device">Where they are needed.</param>
    /// <returns>Single precision.</returns>
    public Tensor Normal(ReadOnlySpan<long> shape, Device device)
    {
        Tensor draws = empty(shape, dtype: float32);
        Span<float> values = draws.Floats();
        for (int i = 0; i < values.Length; i += 2)
        {
            // From (0, 1], so that the logarithm is finite.
            double radius = Math.Sqrt(-2 * Math.Log(((Next() >> 11) + 1) * (1.0 / (1L << 53))));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * ((Next() >> 11) * (1.0 / (1L << 53))));
            values[i] = (float)(radius * cosine);
            if (i + 1 < values.Length) values[i + 1] = (float)(radius * sine);
        }
        return At(draws, device);
    }

    private static Tensor At(Tensor tensor, Device device) => device.type == DeviceType.CPU ? tensor : tensor.to(device);

    // SplitMix64 (Steele, Lea and Flood 2014).
    private ulong Next()
    {
        ulong z = State += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    // Two draws from each number of the sequence, without branches, which random data would mispredict: many times as fast as the tensor library's
    // Bernoulli draws.
    private void FillMask(Span<float> values, float rate)
    {
        long threshold = (long)(rate * 4294967296.0);
        uint kept = BitConverter.SingleToUInt32Bits(1 / (1 - rate));
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        for (int i = 0; i < bits.Length; i += 2)
        {
            ulong z = Next();
            // The difference is negative, all ones after the shift, where the draw is below the threshold.
            bits[i] = kept & (uint)~(((long)(uint)z - threshold) >> 63);
            if (i + 1 < bits.Length) bits[i + 1] = kept & (uint)~(((long)(z >> 32) - threshold) >> 63);
        }
    }
}
